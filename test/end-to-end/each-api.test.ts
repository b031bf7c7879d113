import { describe, expect, test } from '@jest/globals';
import { aRunningSandbox, failsOnce } from './a-running-sandbox.ts';

const chain = {
  dagId: 'etl',
  tasks: [
    { taskId: 'load', durationMs: 300, outcomes: failsOnce },
    { taskId: 'report', upstream: ['load'], durationMs: 300 },
  ],
};
const mapped = {
  dagId: 'mapped',
  tasks: [{ taskId: 'load', durationMs: 300, mapped: 3, outcomesByMapIndex: { '1': failsOnce } }],
};

describe.each(['airflow-2', 'airflow-3'] as const)('the shipped bundles through the API of %s', (api) => {
  test('clear what failed with what it blocked, and of a mapped task only the index that failed', async () => {
    const running = await aRunningSandbox([chain, mapped], { api });
    try {
      await Promise.all([running.failRun('etl'), running.failRun('mapped')]);
      await Promise.all([running.post(running.alert('etl')), running.post(running.alert('mapped'))]);
      expect((await running.untilClosed('etl')).closing).toMatchObject({ outcome: 'remedied' });
      expect((await running.untilClosed('mapped')).closing).toMatchObject({ outcome: 'remedied' });
      expect(running.tries('etl')).toEqual(['load success 2', 'report success 1']);
      expect(running.tries('mapped')).toEqual(['load success 1', 'load success 2', 'load success 1']);
    } finally {
      await running.stop();
    }
  }, 180_000);
});
