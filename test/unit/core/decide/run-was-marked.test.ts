import { describe, expect, test } from '@jest/globals';
import type { TaskInstance } from '../../../../shared/core/airflow/task-instance.ts';
import { runWasMarked } from '../../../../shared/core/decide/run-was-marked.ts';
import type { Truth } from '../../../../shared/core/decide/truth.ts';
import { aRun, aTaskInstance } from '../../../builders.ts';

const failedAt = Date.parse('2026-11-24T02:00:00Z');
const failed = aTaskInstance({ taskId: 'load', state: 'failed', endedAt: failedAt });
const skipped = (secondsBefore: number | null, given: Partial<TaskInstance> = {}) =>
  aTaskInstance({
    taskId: 'report',
    state: 'skipped',
    tryNumber: 0,
    endedAt: secondsBefore === null ? null : failedAt - secondsBefore * 1_000,
    ...given,
  });
const seen = (...taskInstances: TaskInstance[]): Truth => ({
  observedAt: failedAt,
  run: aRun({ state: 'failed' }),
  taskInstances: [failed, ...taskInstances],
  logs: [],
});

describe('a run that a person marked failed', () => {
  test.each([
    ['is seen by what was skipped with the failure', seen(skipped(0)), true],
    ['is seen by what was skipped five seconds before the failure', seen(skipped(5)), true],
    ['is not a run whose branch was skipped six seconds before the failure', seen(skipped(6)), false],
    ['is assumed where the time of the skip is not told', seen(skipped(null)), true],
    [
      'is not a run in which something is blocked',
      seen(skipped(0), aTaskInstance({ taskId: 'x', state: 'upstream_failed' })),
      false,
    ],
    ['is not a run whose skipped task had run', seen(skipped(0, { tryNumber: 1 })), false],
    ['is not a run without a skip', seen(), false],
    ['is not a run that goes on', { ...seen(skipped(0)), run: aRun({ state: 'running' }) }, false],
  ])('%s', (_promise, truth, marked) => expect(runWasMarked(truth, failedAt)).toBe(marked));
});
