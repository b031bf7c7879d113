import { cannotTell, type DagCondition, type Guardrail } from './guardrail.ts';

/** Holds while the DAG can't run: a clear would wait for ever, or burn a try. */
export const dagReady: Guardrail = {
  name: 'dagReady',
  judge({ dag }) {
    if (!dag.known) return cannotTell('dagReady', dag.why);
    const obstacle = obstacleOf(dag.value);
    return obstacle === null
      ? { guardrail: 'dagReady', kind: 'act', reason: 'the DAG is not paused' }
      : { guardrail: 'dagReady', kind: 'hold', reason: obstacle };
  },
};

function obstacleOf(dag: DagCondition): string | null {
  if (dag.isPaused === true) return 'the DAG is paused: what is cleared would wait';
  if (dag.hasImportErrors === true) return "the DAG's file fails to import: a re-run would burn a try";
  if (dag.isActive === false) return 'the DAG is gone from its file, or stale';
  return null;
}
