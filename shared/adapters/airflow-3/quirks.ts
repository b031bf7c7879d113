import type { Quirk } from '../../airflow-http/quirk.ts';

/** Where the releases 3.0 to 3.3 differ. Adding one is one entry here, and its use where it changes what is sent. */
export const quirks = [
  {
    name: 'no-run-on-latest-version',
    from: [3, 0, 0],
    before: [3, 1, 0],
    issue: null,
    told: null,
  },
  {
    name: 'run-on-latest-version-not-nullable',
    from: [3, 1, 0],
    before: [3, 3, 0],
    issue: null,
    told: null,
  },
  {
    name: 'no-prevent-running-task',
    from: [3, 0, 0],
    before: [3, 2, 0],
    issue: null,
    told: null,
  },
  {
    name: 'index-widens-with-relatives',
    from: [3, 0, 0],
    before: [3, 3, 0],
    issue: 'apache/airflow#56346, apache/airflow#64526',
    told: {
      message: 'a clear of one map index together with what is below it reaches every index',
      help: 'Airmend never sends such a clear',
    },
  },
  {
    name: 'mapped-relatives-not-found',
    from: [3, 1, 1],
    before: [3, 1, 6],
    issue: 'apache/airflow#59316',
    told: {
      message: 'a clear of a mapped task can not tell what is below it: it answers 500',
      help: 'update Airflow; until then such runs are escalated',
    },
  },
  {
    name: 'clear-refused-by-500',
    from: [3, 0, 0],
    before: [3, 2, 0],
    issue: null,
    told: null,
  },
  {
    name: 'stuck-restarting',
    from: [3, 0, 0],
    before: [3, 1, 0],
    issue: 'apache/airflow#55045',
    told: {
      message: 'a task that is cleared while it runs stays in `restarting` for ever',
      help: 'Airmend never clears what runs; if a person did, set the task to failed',
    },
  },
  {
    name: 'set-run-success-fails',
    from: [3, 2, 2],
    before: [3, 2, 3],
    issue: 'apache/airflow#72338',
    told: { message: 'a run with removed tasks can not be set to success', help: 'Airmend never does' },
  },
] as const satisfies readonly Quirk[];
