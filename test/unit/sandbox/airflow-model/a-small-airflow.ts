import type { AirflowModel, AirflowModelOptions } from '../../../../sandbox/airflow-model/airflow-model.ts';
import { createAirflowModel } from '../../../../sandbox/airflow-model/airflow-model.ts';
import type { AffectedInstance, Answer } from '../../../../sandbox/airflow-model/answer.ts';
import type { ClearTaskInstances } from '../../../../sandbox/airflow-model/clear-request.ts';
import type {
  DagDefinition,
  FailureKind,
  Outcome,
  TaskDefinition,
} from '../../../../sandbox/airflow-model/dag-definition.ts';
import type { RunView, TaskInstanceView } from '../../../../sandbox/airflow-model/read-model.ts';
import type { SetTaskInstanceState } from '../../../../sandbox/airflow-model/set-task-instance-state.ts';

export const began = Date.parse('2026-01-05T00:00:00Z');
export const dayMs = 86_400_000;

export const failed = (how: FailureKind = 'exception'): Outcome => ({ result: 'failed', how });
export const succeeded: Outcome = { result: 'success' };

/** A task that fails so many times and then succeeds. */
export const flaky = (taskId: string, failures: number, more: Partial<TaskDefinition> = {}): TaskDefinition => ({
  taskId,
  ...more,
  outcomes: [...Array.from({ length: failures }, () => failed()), succeeded],
});

/** A chain whose middle fails once: `extract` -> `transform` -> `load`. */
export const chain: readonly TaskDefinition[] = [
  { taskId: 'extract' },
  flaky('transform', 1, { upstream: ['extract'] }),
  { taskId: 'load', upstream: ['transform'] },
];

/** One Airflow with the DAG `dag` and a clock, as a test sees it. */
export interface SmallAirflow {
  readonly model: AirflowModel;
  now: number;
  start(dagRunId: string, logicalAt?: number | null): void;
  /** Lets time pass. */
  pass(ms: number): void;
  /** Lets all happen that happens by itself within a day. */
  settle(): void;
  run(dagRunId?: string): RunView | null;
  /** `transform failed 1/0`: task (with its map index), state, tryNumber/maxTries. */
  show(dagRunId?: string): string[];
  states(dagRunId?: string): Record<string, string>;
  find(taskId: string, mapIndex?: number): TaskInstanceView | undefined;
  /** A real clear of run `r1` with downstream, of what is failed; whatever is given here wins. */
  clear(request?: Partial<ClearTaskInstances>): string[];
  preview(request?: Partial<ClearTaskInstances>): string[];
  /** A real set-state in run `r1`. */
  set(request: Partial<SetTaskInstanceState> & { taskId: string }): Answer<AffectedInstance[]>;
}

export function aSmallAirflow(
  tasks: readonly TaskDefinition[],
  { dag = {}, ...options }: AirflowModelOptions & { dag?: Partial<DagDefinition> } = {},
): SmallAirflow {
  const model = createAirflowModel(options);
  model.addDag({ dagId: 'dag', tasks, ...dag }, began);
  const listed = (dagRunId: string): TaskInstanceView[] => model.listTaskInstances('dag', dagRunId) ?? [];
  const base = { dagId: 'dag', dagRunId: 'r1', onlyFailed: true, includeDownstream: true, resetDagRuns: true };
  const self: SmallAirflow = {
    model,
    now: began,
    start(dagRunId, logicalAt = began) {
      model.triggerRun({ dagId: 'dag', dagRunId, logicalAt }, self.now);
    },
    pass(ms) {
      self.now += ms;
      model.advance(self.now);
    },
    settle: () => self.pass(dayMs),
    run: (dagRunId = 'r1') => model.findRun('dag', dagRunId),
    show: (dagRunId = 'r1') =>
      listed(dagRunId).map((one) => `${name(one)} ${one.state} ${one.tryNumber}/${one.maxTries}`),
    states: (dagRunId = 'r1') => Object.fromEntries(listed(dagRunId).map((one) => [name(one), one.state])),
    find: (taskId, mapIndex = -1) => listed('r1').find((one) => one.taskId === taskId && one.mapIndex === mapIndex),
    clear: (request) => namesIn(model.clear({ ...base, isDryRun: false, ...request }, self.now)),
    preview: (request) => namesIn(model.clear({ ...base, isDryRun: true, ...request }, self.now)),
    set: (request) =>
      model.setTaskInstanceState(
        { dagId: 'dag', dagRunId: 'r1', state: 'success', isDryRun: false, ...request },
        self.now,
      ),
  };
  return self;
}

/** The same with the run `r1` at its end. */
export function aFinishedRun(...given: Parameters<typeof aSmallAirflow>): SmallAirflow {
  const airflow = aSmallAirflow(...given);
  airflow.start('r1');
  airflow.settle();
  return airflow;
}

function name({ taskId, mapIndex }: { taskId: string; mapIndex: number }): string {
  return mapIndex < 0 ? taskId : `${taskId}[${mapIndex}]`;
}

/** The task instances of an answer, or why there is none. */
export function namesIn(answer: Answer<AffectedInstance[]>): string[] {
  if (answer.kind === 'answered')
    return answer.value.map((one) => (one.dagRunId === 'r1' ? name(one) : `${one.dagRunId}:${name(one)}`));
  return [answer.kind === 'refused' ? answer.reason : answer.kind];
}
