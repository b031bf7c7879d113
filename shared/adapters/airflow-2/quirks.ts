import type { Quirk } from '../../airflow-http/quirk.ts';

/** Where the releases 2.4 to 2.11 differ. Adding one is one entry here, and its use where it changes what is sent. */
export const quirks = [
  {
    name: 'no-set-of-map-index',
    from: [2, 4, 0],
    before: [2, 5, 0],
    issue: null,
    told: { message: 'the state of one map index can not be set', help: 'such tasks are escalated' },
  },
  {
    name: 'no-skipped-state',
    from: [2, 4, 0],
    before: [2, 7, 0],
    issue: null,
    told: { message: 'a state can be set to `success` only', help: 'a `setState` to `skipped` is escalated' },
  },
  {
    name: 'no-event-filters',
    from: [2, 4, 0],
    before: [2, 9, 0],
    issue: null,
    told: { message: 'the event log can not be searched: why a worker was lost is not seen', help: null },
  },
  {
    name: 'clear-of-running-ignored',
    from: [2, 4, 0],
    before: null,
    issue: null,
    told: { message: 'a clear of a running task over the API has no effect', help: 'Airmend never clears what runs' },
  },
  {
    name: 'clear-follows-markers',
    from: [2, 4, 0],
    before: null,
    issue: null,
    told: {
      message: 'a clear follows an ExternalTaskMarker into other DAGs',
      help: 'Airmend sees that in the preview and refuses it',
    },
  },
] as const satisfies readonly Quirk[];
