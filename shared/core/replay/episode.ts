import type { Run, RunKey } from '../airflow/run.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';
import { isFailed } from '../airflow/task-instance.ts';
import type { LookSettings } from '../decide/look-settings.ts';
import type { RecordedLook } from '../decide/recorded-look.ts';
import type { Truth } from '../decide/truth.ts';
import type { Hints } from '../incident/incident.ts';

/** One run's trouble as it was recorded, to be decided again by another policy. Times are epoch ms. */
export interface Episode {
  readonly run: RunKey;
  readonly deployment: string;
  /** The first truth in which something was failed. */
  readonly truth: Truth & { readonly run: Run };
  readonly at: number;
  readonly hints: Hints;
  readonly settings: LookSettings;
  /** How each failed task stood when it was last seen, by task id. */
  readonly recordedEnd: ReadonlyMap<string, 'recovered' | 'failed'>;
}

/** Gathers the looks of each run into one episode; runs in which no look saw a failure have none. In time order. */
export function gatherEpisodes(looks: readonly RecordedLook[]): Episode[] {
  const byRun = Map.groupBy(looks, ({ run, generation }) =>
    JSON.stringify([run.deploymentId, run.dagId, run.dagRunId, generation]),
  );
  return [...byRun.values()]
    .flatMap((ofRun) => toEpisode(ofRun.toSorted((left, right) => left.now - right.now)))
    .sort((left, right) => left.at - right.at);
}

function toEpisode(looks: readonly RecordedLook[]): Episode[] {
  const first = looks.find(({ truth }) => truth.run !== null && truth.taskInstances.some(isFailed));
  const last = looks.at(-1);
  const run = first?.truth.run;
  if (first === undefined || last === undefined || run === null || run === undefined) return [];
  // Logs are read once per failure, in whichever look first needed them.
  const logs = looks.flatMap(({ truth }) => truth.logs).filter((log) => isOfThisTry(log, first.truth.taskInstances));
  const dag = first.truth.dag ?? looks.find(({ truth }) => truth.dag !== undefined)?.truth.dag ?? null;
  return [
    {
      run: first.run,
      deployment: first.deployment.name,
      truth: { ...first.truth, run, dag, logs },
      at: first.now,
      hints: first.incident.hints,
      settings: first.settings,
      recordedEnd: endOf(first.truth.taskInstances, last.truth.taskInstances),
    },
  ];
}

function isOfThisTry(log: Truth['logs'][number], taskInstances: readonly TaskInstance[]): boolean {
  return taskInstances.some(
    ({ taskId, mapIndex, tryNumber }) =>
      taskId === log.taskId && mapIndex === log.mapIndex && tryNumber === log.tryNumber,
  );
}

function endOf(first: readonly TaskInstance[], last: readonly TaskInstance[]): Map<string, 'recovered' | 'failed'> {
  const failedThen = new Set(last.filter(isFailed).map(({ taskId }) => taskId));
  return new Map(first.filter(isFailed).map(({ taskId }) => [taskId, failedThen.has(taskId) ? 'failed' : 'recovered']));
}
