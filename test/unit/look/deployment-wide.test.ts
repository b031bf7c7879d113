import { describe, expect, test } from '@jest/globals';
import { AirflowError } from '../../../shared/core/airflow/airflow-error.ts';
import { look } from '../../../shared/look/look.ts';
import { NotifierError } from '../../../shared/ports/notifier.ts';
import { aReport } from '../../builders.ts';
import { aWorld, fails, minuteMs } from './a-small-world.ts';

const failing = { dagId: 'etl', tasks: [{ taskId: 'load', durationMs: 1_000, outcomes: [fails('x')] }] };
const tellsSoon = { guardrails: { tell: { within: '5m' }, deadline: { within: '2h' } } };

type World = Awaited<ReturnType<typeof aWorld>>;

/** One more run of the same DAG fails, and an alert tells of it. */
async function failAnother(world: World, dagRunId: string): Promise<void> {
  world.model.triggerRun({ dagId: 'etl', dagRunId, logicalAt: world.clock(), runType: 'scheduled' }, world.clock());
  world.wait(minuteMs);
  const receivedAt = world.clock();
  world.wait(10_000);
  const report = aReport({ dagRunId, reportId: dagRunId });
  await look({ ...world.run, dagRunId }, { receivedAt, report }, world.world);
}

function deploymentMessages({ sent }: World) {
  return sent.filter(({ kind }) => kind === 'deployment');
}

function unreachable(): AirflowError {
  const message = 'nobody answers';
  return new AirflowError({
    code: 'unreachable',
    operation: 'listTaskInstances',
    deployment: 'production',
    message,
    executed: 'no',
  });
}

describe('what holds a whole deployment', () => {
  test('is told once for all the runs that wait, by name', async () => {
    const world = await aWorld({ dag: failing, policy: tellsSoon });
    await world.pause();
    world.wait(minuteMs);
    await world.alert();
    await failAnother(world, 'scheduled__2');
    await failAnother(world, 'scheduled__3');
    await world.sweepFor(15 * minuteMs);
    expect(world.sent.map(({ kind }) => kind)).toEqual(['deployment']);
    expect(world.sent[0]?.details['runs']).toEqual([
      { dagId: 'etl', dagRunId: 'scheduled__1' },
      { dagId: 'etl', dagRunId: 'scheduled__2' },
      { dagId: 'etl', dagRunId: 'scheduled__3' },
    ]);
    expect(world.sent[0]?.text).toContain('paused by ops: maintenance');
  });

  test('is told again for a run whose first look was held up while it was told', async () => {
    let heldUp = async () => {};
    const world = await aWorld({
      dag: failing,
      policy: tellsSoon,
      airflow: (real) => ({
        ...real,
        readLogTail: async (request) => {
          await heldUp();
          return real.readLogTail(request);
        },
      }),
    });
    await world.pause();
    world.wait(minuteMs);
    await world.alert();
    heldUp = () => {
      heldUp = async () => {};
      return world.sweepFor(6 * minuteMs);
    };
    await failAnother(world, 'scheduled__2');
    expect(deploymentMessages(world)).toHaveLength(1);
    await world.sweepFor(15 * minuteMs);
    expect(deploymentMessages(world)[1]?.text).toContain('scheduled__2');
  });

  test('is told again for a run that failed after it was told', async () => {
    const world = await aWorld({ dag: failing, policy: tellsSoon });
    await world.pause();
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(10 * minuteMs);
    expect(deploymentMessages(world)).toHaveLength(1);
    await failAnother(world, 'scheduled__2');
    await world.sweepFor(10 * minuteMs);
    expect(deploymentMessages(world)).toHaveLength(2);
  });

  test('is told once when nothing answers, also for runs of which nothing could be read', async () => {
    const world = await aWorld({
      dag: failing,
      policy: tellsSoon,
      airflow: (real) => ({ ...real, listTaskInstances: () => Promise.reject(unreachable()) }),
    });
    world.wait(minuteMs);
    await world.alert();
    await failAnother(world, 'scheduled__2');
    await world.sweepFor(20 * minuteMs);
    expect(world.sent.map(({ kind }) => kind)).toEqual(['deployment']);
    expect(world.sent[0]?.details['runs']).toHaveLength(2);
  });

  test('is told by the run that took it, again and again until it is sent', async () => {
    const world = await aWorld({ dag: failing, policy: tellsSoon });
    await world.pause();
    world.wait(minuteMs);
    const mute = { send: () => Promise.reject(new NotifierError('away')) };
    await world.alert();
    world.wait(6 * minuteMs);
    await look(world.run, null, { ...world.world, notifier: mute });
    expect(world.sent).toEqual([]);
    await world.sweepFor(15 * minuteMs);
    expect(deploymentMessages(world)).toHaveLength(1);
  });
});

describe('a run that can not be read', () => {
  const failingWith = (code: AirflowError['code']) =>
    new AirflowError({
      code,
      operation: 'listTaskInstances',
      deployment: 'production',
      message: 'the run has 90,000 task instances',
      executed: 'no',
    });

  test('because it is too large is refused with that reason, once', async () => {
    const world = await aWorld({
      dag: failing,
      airflow: (real) => ({ ...real, listTaskInstances: () => Promise.reject(failingWith('run-too-large')) }),
    });
    world.wait(minuteMs);
    await world.alert();
    expect((await world.incident()).closing).toMatchObject({
      outcome: 'escalated',
      reason: 'the run has 90,000 task instances',
    });
    world.wait(10 * minuteMs);
    await world.discover();
    await world.sweepFor(10 * minuteMs);
    expect(world.sent.map(({ kind }) => kind)).toEqual(['ended']);
    expect((await world.incident()).dueAt).toBeNull();
  });

  test('ends at its deadline as escalated', async () => {
    const world = await aWorld({
      dag: failing,
      policy: tellsSoon,
      airflow: (real) => ({ ...real, listTaskInstances: () => Promise.reject(failingWith('bad-request')) }),
    });
    world.wait(minuteMs);
    await world.alert();
    await world.sweepFor(100 * minuteMs);
    expect((await world.incident()).closing).toBeNull();
    await world.sweepFor(40 * minuteMs);
    expect(await world.incident()).toMatchObject({ dueAt: null, closing: { outcome: 'escalated' } });
    expect(world.sent.map(({ kind }) => kind)).toEqual(['unresolved', 'ended']);
  });

  test('tells nobody in observe', async () => {
    const world = await aWorld({
      dag: failing,
      mode: 'observe',
      airflow: (real) => ({ ...real, listTaskInstances: () => Promise.reject(failingWith('run-too-large')) }),
    });
    world.wait(minuteMs);
    await world.alert();
    expect((await world.incident()).closing).toMatchObject({ outcome: 'observed' });
    expect(world.sent).toEqual([]);
  });
});

describe('an alert that names a DAG and no run', () => {
  test('covers the newest five failed runs, and one message names the others', async () => {
    const world = await aWorld({ dag: failing });
    world.wait(minuteMs);
    for (const number of [2, 3, 4, 5, 6, 7]) {
      world.model.triggerRun(
        { dagId: 'etl', dagRunId: `scheduled__${number}`, logicalAt: world.clock(), runType: 'scheduled' },
        world.clock(),
      );
      world.wait(minuteMs);
    }
    await world.hintOfDag();
    await world.sweepFor(3 * minuteMs);
    const beyond = world.sent.filter(({ kind }) => kind === 'dag');
    expect(beyond.map(({ details }) => details['runs'])).toEqual([
      [
        { dagId: 'etl', dagRunId: 'scheduled__2' },
        { dagId: 'etl', dagRunId: 'scheduled__1' },
      ],
    ]);
    expect((await world.ledger.readIncident(world.run)) === null).toBe(true);
  });
});
