import type { Outcome } from '../../shared/core/incident/outcome.ts';
import type { Person, RunName, SeenTask } from './person.ts';
import { wait } from './run-command.ts';

/** What happens to one run of a real Airflow, and how it must end. */
export interface Story {
  readonly dagId: string;
  readonly title: string;
  /** What persons and alerts do besides. */
  readonly act?: (stage: Stage) => Promise<void>;
  readonly outcomes: readonly Outcome[];
  readonly runState: string;
  /** The tries of each task instance, sorted, as `taskId[mapIndex] try state`. */
  readonly tasks: readonly string[];
}

export interface Stage {
  readonly run: RunName;
  readonly person: Person;
  /** An alert of this task of the run. */
  alerts(taskId: string): Promise<void>;
  /** Airmend's writes to this run so far. */
  writes(): Promise<number>;
}

const fine = (taskId: string, tries = 1, mapIndex = -1): string => `${taskId}[${mapIndex}] ${tries} success`;
const pollMs = 500;
const pausedMs = 12_000;

async function untilState({ person, run }: Stage, taskId: string, states: readonly string[]): Promise<void> {
  for (;;) {
    const found = (await person.seesTasks(run)).find((task) => task.taskId === taskId);
    if (states.includes(found?.state ?? '')) return;
    await wait(pollMs);
  }
}

async function untilFinished({ person, run }: Stage): Promise<void> {
  while (!['failed', 'success'].includes(await person.seesRun(run))) await wait(pollMs);
}

/** From an alert to the look that acts on it, about: the debounce, and the first calls. */
const lookAfterMs = 2_000;

export const stories: readonly Story[] = [
  {
    dagId: 'chain',
    title: 'a chain with blocked descendants: cleared together, and all succeed',
    outcomes: ['remedied'],
    runState: 'success',
    tasks: [fine('extract'), fine('load'), fine('report'), fine('transform', 2)],
  },
  {
    dagId: 'native_retries',
    title: 'a flaky task with native retries: its alert is left alone, it recovers by itself',
    async act(stage) {
      await untilState(stage, 'call_api', ['up_for_retry', 'success']);
      await stage.alerts('call_api');
    },
    outcomes: ['recovered'],
    runState: 'success',
    tasks: [fine('call_api', 2)],
  },
  {
    dagId: 'mapped',
    title: 'two failed of six mapped indexes: only these run again',
    outcomes: ['remedied'],
    runState: 'success',
    tasks: [
      fine('collect'),
      ...[0, 1, 2, 3, 4, 5].map((index) => fine('copy', index === 1 || index === 4 ? 2 : 1, index)),
      fine('tables'),
    ],
  },
  {
    dagId: 'killed',
    title: 'a killed process: it runs again',
    outcomes: ['remedied'],
    runState: 'success',
    tasks: [fine('aggregate', 2)],
  },
  {
    dagId: 'marked',
    title: 'a task that a person marked failed: left alone, and told',
    async act(stage) {
      await untilState(stage, 'count_stock', ['running']);
      await wait(3_000);
      await stage.person.marksFailed(stage.run, 'count_stock');
    },
    outcomes: ['superseded'],
    runState: 'failed',
    tasks: ['count_stock[-1] 1 failed', 'post_stock[-1] 0 upstream_failed'],
  },
  {
    dagId: 'paused',
    title: 'a DAG that is paused: nothing is written until it is not',
    async act(stage) {
      await untilState(stage, 'work', ['running']);
      await stage.person.pauses('paused', true);
      await untilState(stage, 'work', ['failed']);
      await stage.alerts('work');
      await wait(pausedMs);
      const writes = await stage.writes();
      if (writes > 0) throw new Error(`${writes} write(s) to a run of a paused DAG`);
      await stage.person.pauses('paused', false);
    },
    outcomes: ['remedied'],
    runState: 'success',
    tasks: [fine('work', 2)],
  },
  {
    dagId: 'leaf',
    title: 'a set state on a leaf: its run is queued again and closes as success',
    outcomes: ['remedied'],
    runState: 'success',
    tasks: [fine('collect_news'), fine('send_digest')],
  },
  {
    dagId: 'raced',
    title: 'a person who clears at the same moment: one more try, not two',
    async act(stage) {
      // A clear of a run that still runs can be undone below by the scheduler's pass in flight (airflow#63697), whoever sends it.
      await untilFinished(stage);
      await stage.alerts('query');
      await wait(lookAfterMs);
      await stage.person.clears(stage.run, ['query']);
    },
    outcomes: ['remedied', 'superseded', 'recovered'],
    runState: 'success',
    tasks: [fine('publish'), fine('query', 2)],
  },
  {
    dagId: 'closing',
    title: 'a clear of a run that is just closing: nothing is lost',
    async act(stage) {
      await untilState(stage, 'quick', ['failed', 'success']);
      await stage.alerts('quick');
    },
    outcomes: ['remedied'],
    runState: 'success',
    tasks: [fine('other'), fine('quick', 2)],
  },
  {
    dagId: 'doomed',
    title: 'a doomed task: run again as often as the policy says, then a person is told',
    outcomes: ['escalated'],
    runState: 'failed',
    tasks: ['parse[-1] 3 failed'],
  },
];

export function renderTasks(tasks: readonly SeenTask[]): string[] {
  return tasks.map(({ taskId, mapIndex, tryNumber, state }) => `${taskId}[${mapIndex}] ${tryNumber} ${state}`).sort();
}
