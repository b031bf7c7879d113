import { cannotTell, type Guardrail } from './guardrail.ts';

/** Holds while a person has paused the deployment, the DAG or the run. Judged again right before the write. */
export const pause: Guardrail = {
  name: 'pause',
  judge({ pause: reading }) {
    if (!reading.known) return cannotTell('pause', reading.why);
    if (reading.value === null) return { guardrail: 'pause', kind: 'act', reason: 'not paused' };
    const { by, reason, until, scope } = reading.value;
    const base = { guardrail: 'pause', kind: 'hold', reason: `paused by ${by}: ${reason}` } as const;
    const timed = until === null ? base : { ...base, until };
    return scope.dagId === null && scope.dagRunId === null ? { ...timed, ofDeployment: true } : timed;
  },
};
