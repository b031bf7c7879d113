import type { DagDefinition, Outcome, TaskDefinition } from '../../../../sandbox/airflow-model/dag-definition.ts';

/** The DAGs that were recorded on a real Airflow, as data. */
const fails: Outcome = { result: 'failed', how: 'exception' };
const succeeds: Outcome = { result: 'success' };
const failsOnce = [fails, succeeds];

const dag = (dagId: string, tasks: readonly TaskDefinition[], more: Partial<DagDefinition> = {}): DagDefinition => ({
  dagId,
  tasks,
  ...more,
});

export const labDags: readonly DagDefinition[] = [
  dag('flaky_chain', [
    { taskId: 'extract' },
    { taskId: 'transform', upstream: ['extract'], outcomes: failsOnce },
    { taskId: 'load', upstream: ['transform'] },
    { taskId: 'report', upstream: ['load'] },
    { taskId: 'audit', upstream: ['extract'] },
  ]),
  dag('mapped_six', [
    { taskId: 'make' },
    {
      taskId: 'copy_table',
      upstream: ['make'],
      mapped: { by: 'make', counts: [6] },
      outcomesByMapIndex: { '1': failsOnce, '4': failsOnce },
    },
    { taskId: 'collect', upstream: ['copy_table'] },
  ]),
  dag('retrying', [
    { taskId: 'call_api', retries: 2, retryDelayMs: 4_000, outcomes: [fails, fails, fails, succeeds] },
    { taskId: 'after', upstream: ['call_api'], retries: 1 },
  ]),
  dag('slow', [
    { taskId: 'fails_fast', durationMs: 300, outcomes: failsOnce },
    { taskId: 'after_fail', upstream: ['fails_fast'], durationMs: 200 },
    { taskId: 'long_work', outcomes: [{ result: 'success', durationMs: 30_000 }, succeeds] },
    { taskId: 'after_long', upstream: ['long_work'] },
  ]),
  dag('will_be_paused', [
    { taskId: 'work', outcomes: failsOnce },
    { taskId: 'after', upstream: ['work'] },
  ]),
  dag('one_at_a_time', [{ taskId: 'work', outcomes: failsOnce }], { maxActiveRuns: 1 }),
  dag('any_leaf', [
    { taskId: 'inner', outcomes: failsOnce },
    { taskId: 'leaf', upstream: ['inner'], triggerRule: 'all_done' },
  ]),
  ...['fenced', 'bad_cluster'].map((dagId) => {
    const [make, drop] = dagId === 'fenced' ? ['make_cluster', 'drop_cluster'] : ['create', 'destroy'];
    return dag(dagId, [
      { taskId: make ?? '', role: 'setup' },
      { taskId: 'compute', upstream: [make ?? ''], outcomes: failsOnce },
      { taskId: drop ?? '', upstream: [make ?? '', 'compute'], role: 'teardown' },
    ]);
  }),
  dag('shrinking', [
    { taskId: 'keep' },
    { taskId: 'old_step', upstream: ['keep'], outcomes: [fails] },
    { taskId: 'last', upstream: ['old_step'] },
  ]),
  dag('shrink_map', [
    { taskId: 'make_list' },
    { taskId: 'each', upstream: ['make_list'], mapped: { by: 'make_list', counts: [4, 2] } },
  ]),
  dag('conn_error', [{ taskId: 'query', outcomes: [fails] }]),
  dag('deferring', [
    { taskId: 'wait_in_triggerer', defersMs: 60_000 },
    { taskId: 'after_wait', upstream: ['wait_in_triggerer'] },
  ]),
  dag('marker_parent', [
    { taskId: 'work', outcomes: failsOnce },
    { taskId: 'marks_child', upstream: ['work'], marks: { dagId: 'marker_child', taskId: 'child_work' } },
  ]),
  dag('marker_child', [{ taskId: 'child_work' }]),
  dag('vanishing', [{ taskId: 'work', outcomes: failsOnce }]),
];

/** `shrinking` after its author took a step out. */
export const shrunk = dag('shrinking', [{ taskId: 'keep' }, { taskId: 'last', upstream: ['keep'] }]);
