import { describe, expect, test } from '@jest/globals';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { look } from '../../../shared/look/look.ts';
import { NotifierError } from '../../../shared/ports/notifier.ts';
import { aReport } from '../../builders.ts';
import { aWorld, fails, minuteMs, succeeds } from './a-small-world.ts';

const heldAndCleared = {
  dagId: 'etl',
  tasks: [
    { taskId: 'held', durationMs: 1_000, outcomes: [fails('x')] },
    { taskId: 'late', durationMs: 5 * minuteMs, outcomes: [fails('y'), succeeds] },
  ],
};

const holdsOne = {
  rules: [
    { name: 'held', match: { taskId: ['held'] }, plan: [{ clear: {}, after: '2h' }] },
    { name: 'late', match: { taskId: ['late'] }, plan: [{ clear: {} }] },
  ],
  guardrails: { tell: { within: '5m' } },
};

function unauthorized(): AirflowError {
  const [code, operation, deployment] = ['unauthorized', 'clear', 'production'] as const;
  return new AirflowError({ code, operation, deployment, message: 'refused', executed: 'no' });
}

describe('a look that writes for one task', () => {
  test('tells of another one whose time has come', async () => {
    const world = await aWorld({
      dag: heldAndCleared,
      policy: holdsOne,
    });
    world.wait(5 * minuteMs + 1_000);
    await world.alert();
    expect(world.writes()).toMatchObject([{ taskIds: ['late'] }]);
    expect(world.sent).toMatchObject([{ kind: 'unresolved' }]);
    expect(world.sent[0]?.text).toContain('Task held failed');
    await world.sweepFor(10 * minuteMs);
    expect(world.sent).toHaveLength(1);
  });

  test('sends what it has to tell once, also where its write was refused and its message was not seen to arrive', async () => {
    const world = await aWorld({
      dag: heldAndCleared,
      policy: holdsOne,
      airflow: (real) => ({ ...real, clear: () => Promise.reject(unauthorized()) }),
    });
    const sent: string[] = [];
    const timesOut = {
      send: ({ notificationId }: Notification) => {
        sent.push(notificationId);
        return Promise.reject(new NotifierError('no answer'));
      },
    };
    world.wait(5 * minuteMs + 11_000);
    const report = aReport({ dagId: 'etl', dagRunId: world.run.dagRunId });
    await look(world.run, { receivedAt: world.clock(), report }, { ...world.world, notifier: timesOut });
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBe(new Set(sent).size);
  });

  test('ends another one that has ended', async () => {
    const world = await aWorld({
      dag: heldAndCleared,
      policy: {
        rules: [
          { name: 'held', match: { taskId: ['held'] }, plan: [{ escalate: 'owners' }] },
          { name: 'late', match: { taskId: ['late'] }, plan: [{ clear: {} }] },
        ],
      },
    });
    world.wait(5 * minuteMs + 1_000);
    await world.alert();
    const { cases } = await world.incident();
    expect(cases.map(({ taskId, ending }) => [taskId, ending?.outcome ?? null])).toEqual([
      ['held', 'escalated'],
      ['late', null],
    ]);
  });
});

describe('a write that waits for its turn', () => {
  test('is made soon after the one before it was refused, however long the looks had been quiet', async () => {
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [
          { taskId: 'a', outcomes: [fails('x')] },
          { taskId: 'below', upstream: ['a'] },
          { taskId: 'z', outcomes: [fails('y'), succeeds] },
        ],
      },
      policy: {
        rules: [
          { name: 'optional', match: { taskId: ['a'] }, plan: [{ setState: 'success' }] },
          { name: 'all', match: { taskId: ['z'] }, plan: [{ clear: {} }] },
        ],
        guardrails: { blastRadius: { taskInstances: 1 }, tell: { within: '3h' } },
      },
    });
    await world.pause();
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(60 * minuteMs);
    await world.resume();
    await world.look();
    expect((await world.incident()).cases[0]?.ending).toMatchObject({ outcome: 'escalated' });
    expect(world.writes()).toEqual([]);
    await world.sweepFor(3 * minuteMs);
    expect(world.writes()).toMatchObject([{ taskIds: ['z'] }]);
  });
});

describe('a write whose preview never shows what was listed', () => {
  test('is not sent, and a person is told in time', async () => {
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load', outcomes: [fails('x')] }] },
      policy: { guardrails: { tell: { within: '10m' } } },
      airflow: (real) => ({ ...real, previewClear: async () => [] }),
    });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(8 * minuteMs);
    expect(world.sent).toEqual([]);
    await world.sweepFor(8 * minuteMs);
    expect(world.sent).toMatchObject([{ kind: 'unresolved' }]);
    expect(world.writes()).toEqual([]);
  });
});

describe('a task that two failed tasks block', () => {
  test('is not cleared with one of them because the other one moved while the write was proved', async () => {
    const clearsKept = {
      dagId: 'etl',
      dagRunId: 'scheduled__1',
      taskIds: ['kept'],
      resetDagRuns: true,
      isDryRun: false,
    };
    let previews = 0;
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [
          { taskId: 'kept', durationMs: 1_000, outcomes: [fails('x'), succeeds] },
          { taskId: 'load', durationMs: 1_000, outcomes: [fails('y'), succeeds] },
          { taskId: 'joined', upstream: ['kept', 'load'] },
        ],
      },
      policy: {
        rules: [
          { name: 'kept', match: { taskId: ['kept'] }, plan: [{ escalate: 'owners' }] },
          { name: 'load', match: { taskId: ['load'] }, plan: [{ clear: {} }] },
        ],
      },
      airflow: (real) => ({
        ...real,
        previewClear: async (request) => {
          previews += 1;
          if (previews === 2) world.model.clear(clearsKept, world.clock());
          return real.previewClear(request);
        },
      }),
    });
    world.wait(minuteMs);
    await world.alert();
    expect(world.writes()).toEqual([]);
    await world.sweepFor(5 * minuteMs);
    expect(world.writes()).toMatchObject([{ taskIds: ['load', 'joined'] }]);
    expect(world.states()).toEqual({ kept: 'success', load: 'success', joined: 'success' });
  });
});

describe('a task whose state is to be set', () => {
  test('is left alone where a person has run it again since it was listed', async () => {
    let clears = () => {};
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [{ taskId: 'notify', outcomes: [fails('x'), { ...succeeds, durationMs: 60 * minuteMs }] }],
      },
      policy: { rules: [{ name: 'optional', match: { taskId: ['notify'] }, plan: [{ setState: 'success' }] }] },
      airflow: (real) => ({
        ...real,
        previewClear: async (request) => {
          clears();
          return real.previewClear(request);
        },
      }),
    });
    clears = () => {
      const request = {
        dagId: 'etl',
        dagRunId: 'scheduled__1',
        taskIds: ['notify'],
        resetDagRuns: true,
        isDryRun: false,
      };
      world.model.clear(request, world.clock());
    };
    world.wait(minuteMs);
    await world.alert();
    world.wait(minuteMs);
    expect(world.writes()).toEqual([]);
    expect(world.states()).toEqual({ notify: 'running' });
  });
});

describe('a look that begins at the very moment of the deadline', () => {
  test('ends the case: it is not watched for another turn of the cadence', async () => {
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [{ taskId: 'load', outcomes: [fails('x'), { ...succeeds, durationMs: 60 * minuteMs }] }],
      },
      policy: { guardrails: { deadline: { within: '15m' } } },
    });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(5 * minuteMs);
    const openedAt = (await world.incident()).cases[0]?.openedAt ?? 0;
    world.wait(openedAt + 15 * minuteMs - world.clock());
    await world.look();
    expect((await world.incident()).cases[0]?.ending).toMatchObject({ outcome: 'escalated' });
  });
});

describe('a failure that becomes too old', () => {
  const oldAfterTenMinutes = { guardrails: { age: { failureAtMost: '10m' } } };

  test('while its write is proved is not written to', async () => {
    let pass = () => {};
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load', durationMs: 1_000, outcomes: [fails('x'), succeeds] }] },
      policy: oldAfterTenMinutes,
      airflow: (real) => ({
        ...real,
        previewClear: async (request) => {
          pass();
          return real.previewClear(request);
        },
      }),
    });
    pass = () => world.wait(28_000);
    world.wait(9.7 * minuteMs);
    await world.alert();
    expect(world.writes()).toEqual([]);
    expect((await world.incident()).cases[0]?.ending).toMatchObject({ outcome: 'too-old' });
  });

  test('while it is held is told once, though its time to be told had not come', async () => {
    const world = await aWorld({
      dag: { dagId: 'etl', tasks: [{ taskId: 'load', outcomes: [fails('x')] }] },
      policy: oldAfterTenMinutes,
    });
    await world.pause();
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(60 * minuteMs);
    expect((await world.incident()).closing).toMatchObject({ outcome: 'too-old' });
    expect(world.sent).toMatchObject([{ kind: 'ended', channel: 'oncall' }]);
  });
});

describe('a person who cleared one map index', () => {
  test('has the task: another index that fails while the first one runs is not cleared', async () => {
    const world = await aWorld({
      dag: {
        dagId: 'etl',
        tasks: [
          {
            taskId: 'load',
            mapped: 2,
            durationMs: 5 * minuteMs,
            outcomesByMapIndex: {
              '0': [
                { ...fails('x'), durationMs: 1_000 },
                { ...succeeds, durationMs: 40 * minuteMs },
              ],
              '1': [fails('y'), succeeds],
            },
          },
        ],
      },
    });
    await world.pause();
    world.wait(minuteMs);
    await world.alert();
    world.model.clear({ dagId: 'etl', dagRunId: 'scheduled__1', taskIds: ['load'], isDryRun: false }, world.clock());
    await world.resume();
    await world.sweepFor(10 * minuteMs);
    expect(world.states()).toEqual({ 'load[0]': 'running', 'load[1]': 'failed' });
    expect(world.writes()).toEqual([]);
    expect((await world.incident()).cases[0]?.ending).toMatchObject({ outcome: 'superseded' });
  });
});
