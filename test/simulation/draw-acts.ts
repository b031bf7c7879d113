import type { DagDefinition } from '../../sandbox/airflow-model/dag-definition.ts';
import type { Pause } from '../../shared/core/incident/control.ts';
import type { PersonAct, PlannedAct, PlannedRun } from './plan.ts';
import type { Random } from './random.ts';

const minuteMs = 60_000;

interface Place {
  readonly dags: readonly DagDefinition[];
  readonly runs: readonly PlannedRun[];
  readonly startAt: number;
  readonly quietFrom: number;
}

/** What persons do in one seed. What they pause or break, most of them mend later. */
export function drawActs(random: Random, place: Place): PlannedAct[] {
  const acts = Array.from({ length: random.int(0, 5) }, () => drawAct(random, place));
  const resumes = random.chance(0.8) ? [{ at: place.quietFrom, act: { kind: 'resume-airmend' } as const }] : [];
  return [...acts.flat(), ...resumes].sort((left, right) => left.at - right.at);
}

function drawAct(random: Random, { dags, runs, startAt, quietFrom }: Place): PlannedAct[] {
  const at = random.int(startAt, quietFrom);
  const run = runs[random.int(0, runs.length - 1)];
  const dag = dags.find(({ dagId }) => dagId === run?.dagId);
  if (run === undefined || dag === undefined) return [];
  const later = Math.min(quietFrom, at + random.int(1, 40) * minuteMs);
  const { dagId, dagRunId } = run;
  const task = dag.tasks[random.int(0, dag.tasks.length - 1)];
  const undone = (doing: PersonAct, undoing: PersonAct): PlannedAct[] => [
    { at, act: doing },
    ...(random.chance(0.75) ? [{ at: later, act: undoing }] : []),
  ];
  switch (random.int(0, 10)) {
    case 0:
      return [{ at, act: { kind: 'clear-failed', dagId, dagRunId } }];
    case 1:
      return [{ at, act: { kind: 'clear-run', dagId, dagRunId } }];
    case 2:
    case 3: {
      const state = random.pick(['success', 'failed', 'skipped'] as const);
      return [{ at, act: { kind: 'mark-task', dagId, dagRunId, taskId: task?.taskId ?? '', state } }];
    }
    case 4:
      return [{ at, act: { kind: 'mark-run', dagId, dagRunId, state: random.pick(['success', 'failed', 'failed']) } }];
    case 5:
      return undone({ kind: 'pause-dag', dagId, isPaused: true }, { kind: 'pause-dag', dagId, isPaused: false });
    case 6: {
      const file = random.pick(['import-error', 'gone'] as const);
      return undone({ kind: 'dag-file', dagId, file }, { kind: 'dag-file', dagId, file: 'present' });
    }
    case 7:
      return undone({ kind: 'tag-dag', dagId, isOff: true }, { kind: 'tag-dag', dagId, isOff: false });
    case 8:
      return [{ at, act: { kind: 'kill', dagId, how: random.pick(['killed', 'lost-worker']) } }];
    default:
      return undone(drawPause(random, run), { kind: 'resume-airmend' });
  }
}

function drawPause(random: Random, { dagId, dagRunId }: PlannedRun): PersonAct {
  const scope = random.pick<Pause['scope']>([
    { dagId: null, dagRunId: null },
    { dagId, dagRunId: null },
    { dagId, dagRunId },
  ]);
  return { kind: 'pause-airmend', scope, forMs: random.chance(0.3) ? random.int(5, 60) * minuteMs : null };
}
