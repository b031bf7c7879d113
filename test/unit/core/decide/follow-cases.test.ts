import { describe, expect, test } from '@jest/globals';
import type { TaskInstance } from '../../../../shared/core/airflow/task-instance.ts';
import { followCases } from '../../../../shared/core/decide/follow-cases.ts';
import { openIncident } from '../../../../shared/core/incident/begin-look.ts';

const run = { deploymentId: 'runtime-1', dagId: 'etl', dagRunId: 'scheduled__1' };

function aFailed(tryNumber: number, endedAt: number): TaskInstance {
  const unknown = { startedAt: null, durationSeconds: null, operator: null, queue: null, pool: null };
  return { taskId: 'load', mapIndex: -1, state: 'failed', tryNumber, maxTries: tryNumber - 1, endedAt, ...unknown };
}

function truthOf(instance: TaskInstance) {
  return { observedAt: 0, run: null, taskInstances: [instance], logs: [] };
}

describe('a case that somebody else ran again before Airmend wrote', () => {
  test('keeps the failure it was opened with and takes the time of the new one', () => {
    const opened = followCases(openIncident(run, 'production', 1_000), truthOf(aFailed(1, 1_000)), 2_000);
    const followed = followCases(opened, truthOf(aFailed(2, 9_000)), 10_000);
    expect(followed.cases).toMatchObject([{ failedAt: 9_000, failing: [{ tryNumber: 1 }] }]);
  });
});

describe('a case that became too old, whose task failed anew', () => {
  const anew = (known: { toldAt: number | null; channel: string | null }) => {
    const opened = followCases(openIncident(run, 'production', 1_000), truthOf(aFailed(1, 1_000)), 2_000);
    const ending = { outcome: 'too-old', at: 3_000, reason: 'old', channel: known.channel } as const;
    const cases = opened.cases.map((one) => ({ ...one, toldAt: known.toldAt, ending }));
    return followCases({ ...opened, cases }, truthOf(aFailed(2, 9_000)), 10_000).cases;
  };

  test('is a new case where nobody was told of the old one', () => {
    expect(anew({ toldAt: null, channel: null })).toMatchObject([{ ending: null, failedAt: 9_000 }]);
  });

  test("is the person's who was told of the old one, before its ending or by it", () => {
    expect(anew({ toldAt: 2_500, channel: null })).toMatchObject([{ ending: { outcome: 'too-old' } }]);
    expect(anew({ toldAt: null, channel: 'oncall' })).toMatchObject([{ ending: { outcome: 'too-old' } }]);
  });
});
