import { describe, test } from '@jest/globals';
import { shrunk } from './lab-dags.ts';
import type { Stage, Step } from './replay-story.ts';
import { replayStory, settle } from './replay-story.ts';

type Story = readonly [title: string, runs: readonly [string, string][], steps: readonly Step[]];

const at2 = (day: string): string => `manual__2026-${day}T23:01:00+00:00`;
const at3 = (day: string, time = '22:55'): string => `manual__2026-${day}T${time}:00+00:00`;

/** A clear that happened but whose own recording was left out. */
const clear =
  (
    dagId: string,
    dagRunId: string,
    taskIds: string[],
    flags: { onlyFailed: boolean; includeDownstream?: boolean; resetDagRuns?: boolean },
  ) =>
  (stage: Stage): void => {
    const request = { dagId, dagRunId, taskIds, isDryRun: false, resetDagRuns: true, ...flags };
    stage.model.clear(request, stage.now);
  };
const after =
  (ms: number): Step =>
  (stage) => {
    stage.now += ms;
  };

const airflow2: readonly Story[] = [
  [
    'a clear with downstream heals the run',
    [['flaky_chain', at2('02-04')]],
    [settle, 100, 101, 102, 103, 104, 105, 106, 107, 109, 110],
  ],
  [
    'a clear of an unknown task clears nothing, the smallest body all failed',
    [['flaky_chain', at2('02-11')]],
    [settle, 111, 112],
  ],
  [
    'a clear that does not reset the run leaves it for ever',
    [['flaky_chain', at2('02-12')]],
    [
      settle,
      clear('flaky_chain', at2('02-12'), ['transform'], {
        onlyFailed: true,
        includeDownstream: true,
        resetDagRuns: false,
      }),
      settle,
      115,
    ],
  ],
  ['a bare id means the failed map indexes', [['mapped_six', at2('02-13')]], [settle, 117, 118, 120, 123, 124]],
  ['a task that waits for its retry is not failed', [['retrying', at2('03-05')]], [126, 127, settle, 129]],
  ['a clear of a running task has no effect', [['slow', at2('03-06')]], [130, 132, after(4_000), 133, 135]],
  [
    'a cleared run of a paused DAG waits',
    [['will_be_paused', at2('02-15')]],
    [settle, ({ model, now }) => model.setPaused('will_be_paused', true, now), 138, settle, 139],
  ],
  ['a clear without task ids means what is failed', [['one_at_a_time', at2('02-16')]], [settle, 141]],
  ['a clear brings setup and teardown along', [['fenced', at2('02-19')]], [settle, 147, 148]],
  [
    'a dropped task is removed and the run succeeds',
    [['shrinking', at2('02-20')]],
    [
      settle,
      ({ model, now }) => model.addDag(shrunk, now),
      150,
      151,
      ({ model, now }) =>
        model.clear({ dagId: 'shrinking', dagRunId: at2('02-20'), isDryRun: false, resetDagRuns: true }, now),
      153,
    ],
  ],
  ['a set-state clears what is blocked below, unseen', [['flaky_chain', at2('02-23')]], [settle, 154, 155, 156, 157]],
  ['a set-state that changes nothing is answered alike', [['conn_error', at2('02-22')]], [settle, 159, 159, 160]],
  ['a set-state to skipped', [['flaky_chain', at2('02-24')]], [settle, 162]],
  [
    'failed with downstream is set, then cleared and run again',
    [['flaky_chain', at2('02-25')]],
    [settle, 165, 166, settle, 168],
  ],
  ['a bare id of a mapped task can not be set', [['mapped_six', at2('02-26')]], [settle, 169, 171, 172, 174]],
  ['a clear of the run means all', [['flaky_chain', at2('02-28')]], [settle, 177, 178]],
  ['a run is set to failed while it runs, then to success', [['slow', at2('03-12')]], [after(3_000), 181, 183]],
  ['a deferred task', [['deferring', at2('03-13')]], [184]],
  [
    'a marker that never ran is not followed',
    [
      ['marker_parent', at2('03-04')],
      ['marker_child', at2('03-04')],
    ],
    [settle, 186, 187],
  ],
  [
    'a teardown has undone the setup',
    [['bad_cluster', 'manual__2026-02-07T23:12:00+00:00']],
    [settle, clear('bad_cluster', 'manual__2026-02-07T23:12:00+00:00', ['compute'], { onlyFailed: true }), settle, 189],
  ],
  [
    'fewer map indexes: the surplus is removed',
    [['shrink_map', 'manual__2026-02-08T23:12:00+00:00']],
    [
      settle,
      clear('shrink_map', 'manual__2026-02-08T23:12:00+00:00', ['make_list'], {
        onlyFailed: false,
        includeDownstream: true,
      }),
      190,
    ],
  ],
  [
    'earlier runs are included by logical date',
    [
      ['conn_error', at2('02-10')],
      ['conn_error', at2('02-22')],
      ['conn_error', at2('03-03')],
    ],
    [settle, 96],
  ],
  [
    'a DAG that does not import is cleared all the same',
    [['vanishing', 'manual__2026-02-02T23:24:00+00:00']],
    [settle, ({ model, now }) => model.setDagFile('vanishing', 'import-error', now), 193],
  ],
];

const airflow3: readonly Story[] = [
  ['a clear without downstream leaves the blocked tasks blocked', [['flaky_chain', at3('02-03')]], [settle, 102, 103]],
  [
    'a clear with downstream heals the run',
    [['flaky_chain', at3('02-04')]],
    [settle, 104, 105, 106, 107, 108, 109, 110, 111, 113, 114],
  ],
  ['a clear of an unknown task clears nothing', [['flaky_chain', at3('02-11')]], [settle, 115]],
  [
    'a clear that does not reset the run leaves it for ever',
    [['flaky_chain', at3('02-12')]],
    [settle, 117, settle, 118, 120],
  ],
  ['one map index can be cleared alone', [['mapped_six', at3('02-13')]], [settle, 121, 123, 124, 126, 127]],
  ['a clear of what feeds the expansion', [['mapped_six', at3('02-14')]], [settle, 130]],
  ['native retries make tries', [['retrying', at3('03-05')]], [after(2_500), 132, 133]],
  [
    'a clear of a running task restarts it',
    [['slow', at3('03-06')]],
    [135, 136, after(2_400), clear('slow', at3('03-06'), ['long_work'], { onlyFailed: false }), 141, 142],
  ],
  [
    'a cleared run of a paused DAG waits',
    [['will_be_paused', at3('02-15')]],
    [settle, ({ model, now }) => model.setPaused('will_be_paused', true, now), 145, settle, 147],
  ],
  ['a clear without task ids means what is failed', [['one_at_a_time', at3('02-16')]], [settle, 148]],
  ['a failed task of a successful run is cleared', [['any_leaf', at3('02-18')]], [settle, 153]],
  ['only the failed one of setup, task and teardown', [['fenced', at3('02-19')]], [settle, 154]],
  [
    'a dropped task is found by id, and removed when the run goes on',
    [['shrinking', at3('02-20')]],
    [
      settle,
      ({ model, now }) => model.addDag(shrunk, now),
      156,
      157,
      159,
      ({ model, now }) =>
        model.clear({ dagId: 'shrinking', dagRunId: at3('02-20'), isDryRun: false, resetDagRuns: true }, now),
      160,
    ],
  ],
  ['a set-state clears what is blocked below, unseen', [['flaky_chain', at3('02-23')]], [settle, 161, 162, 163, 164]],
  ['the leaf of a failed run is set, and set again', [['conn_error', at3('02-22')]], [settle, 165, 166, 168]],
  ['a set-state to skipped', [['flaky_chain', at3('02-24')]], [settle, 169]],
  ['failed with downstream names the addressed task only', [['flaky_chain', at3('02-25')]], [settle, 171, 172]],
  [
    'a bare id sets every map index',
    [['mapped_six', at3('02-26')]],
    [
      settle,
      175,
      ({ model, now }) => {
        const named = { dagId: 'mapped_six', dagRunId: at3('02-26'), taskId: 'copy_table', mapIndex: 1 };
        model.setTaskInstanceState({ ...named, state: 'success', isDryRun: false }, now);
      },
      settle,
      177,
      178,
    ],
  ],
  ['a clear of the run means all, or only what is failed', [['flaky_chain', at3('02-28')]], [settle, 184, 186, 187]],
  ['a run is set to failed while it runs', [['slow', at3('03-12')]], [after(3_000), 190]],
  ['a deferred task', [['deferring', at3('03-13')]], [193]],
  [
    'a marker is not followed',
    [
      ['marker_parent', at3('03-04')],
      ['marker_child', at3('03-04')],
    ],
    [settle, 195, 196],
  ],
  [
    'a teardown has undone the setup',
    [['bad_cluster', at3('02-06', '23:08')]],
    [settle, clear('bad_cluster', at3('02-06', '23:08'), ['compute'], { onlyFailed: true }), settle, 204],
  ],
  [
    'fewer map indexes: the surplus is removed',
    [['shrink_map', at3('02-07', '23:08')]],
    [
      settle,
      clear('shrink_map', at3('02-07', '23:08'), ['make_list'], { onlyFailed: false, includeDownstream: true }),
      205,
    ],
  ],
];

describe('the model answers as Airflow 2.11.2 was recorded', () => {
  test.each(airflow2)('%s', (_title, runs, steps) => replayStory('2.11.2', runs, steps));
});

describe('the model answers as Airflow 3.3.2 was recorded', () => {
  test.each(airflow3)('%s', (_title, runs, steps) => replayStory('3.3.2', runs, steps));
});
