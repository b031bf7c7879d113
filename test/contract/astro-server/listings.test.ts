import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Served } from './a-served-airflow.ts';
import { began, runSegment, segment, serveAirflow } from './a-served-airflow.ts';

let served: Served;
beforeEach(async () => {
  served = await serveAirflow();
});
afterEach(() => served.close());

const page = z.object({
  limit: z.number(),
  offset: z.number(),
  totalCount: z.number(),
  taskInstances: z
    .array(z.object({ taskId: z.string(), mapIndex: z.number(), state: z.string().nullable() }))
    .optional(),
  dagRuns: z.array(z.object({ id: z.string() })).optional(),
});

async function list(path: string): Promise<{ names: string[]; limit: number; totalCount: number }> {
  const { taskInstances, dagRuns, limit, totalCount } = page.parse((await served.ask('GET', path)).body);
  const names =
    taskInstances?.map(({ taskId, mapIndex }) => (mapIndex < 0 ? taskId : String(mapIndex))) ??
    dagRuns?.map(({ id }) => id) ??
    [];
  return { names, limit, totalCount };
}

const instances = `dags/tables/runs/${runSegment}/task-instances`;
const mapped = `dags/tables/runs/${runSegment}/tasks/copy/mapped-tasks`;

describe('a listing', () => {
  test('comes in pages of twenty unless asked otherwise, and never of more than a thousand', async () => {
    served.model.addDag({ dagId: 'many', tasks: [{ taskId: 'each', mapped: 1_200 }] }, began);
    served.model.triggerRun({ dagId: 'many', dagRunId: 'r', logicalAt: null }, began);
    const path = 'dags/many/runs/r/task-instances';
    expect(await list(path)).toMatchObject({ limit: 20, totalCount: 1_200 });
    expect((await list(path)).names).toHaveLength(20);
    const large = await list(`${path}?limit=5000&offset=100`);
    expect([large.limit, large.names.length, large.names[0]]).toEqual([1_000, 1_000, '100']);
    expect((await list(`${path}?offset=1195`)).names).toHaveLength(5);
    expect((await list(`${path}?limit=0`)).names).toEqual([]);
  });

  test.each([
    ['states=failed', ['1']],
    ['states=failed&states=upstream_failed', ['1', 'collect']],
    ['queues=big', ['0', '1', '2']],
    ['pools=none', []],
    [`startDateGte=${segment('2026-01-05T00:00:01.500+00:00')}`, ['collect']],
    ['endDateLte=2026-01-05T00:00:00Z', []],
    ['executionDateGte=2026-01-06T00:00:00Z', []],
    ['executionDateLte=2026-01-05T00:00:00Z', ['0', '1', '2', 'collect']],
    ['durationSecGte=1', ['0', '1', '2']],
    ['durationSecLte=0.5', ['collect']],
  ])('of task instances holds to %s', async (query, names) => {
    expect((await list(`${instances}?${query}`)).names).toEqual(names);
  });

  test.each([
    ['', ['0', '1', '2']],
    ['?orderBy=mapIndex', ['0', '1', '2']],
    ['?orderBy=-mapIndex', ['2', '1', '0']],
    ['?orderBy=state&limit=1', ['1']],
    ['?durationLte=0.5', []],
  ])('of mapped task instances holds to %j', async (query, names) => {
    expect((await list(`${mapped}${query}`)).names).toEqual(names);
  });

  test('of the map indexes of an unmapped task is not found, nor is the index -1', async () => {
    const path = `dags/orders/runs/${runSegment}/tasks/load/mapped-tasks`;
    expect([(await served.ask('GET', path)).status, (await served.ask('GET', `${path}/-1`)).status]).toEqual([
      404, 404,
    ]);
  });

  test('of runs holds to states, dates and order', async () => {
    for (const [day, dagRunId] of ['one', 'two'].entries()) {
      served.model.triggerRun(
        { dagId: 'orders', dagRunId, logicalAt: began + (day + 1) * 86_400_000 },
        served.clock.now,
      );
    }
    const runs = async (query: string) => (await list(`dags/orders/runs?${query}`)).names;
    expect(await runs('state=queued')).toEqual(['one', 'two']);
    expect(await runs('state=failed,queued')).toHaveLength(3);
    expect(await runs('executionDateGte=2026-01-06T00:00:00Z&executionDateLte=2026-01-06T00:00:00Z')).toEqual(['one']);
    expect(await runs('orderBy=-executionDate&limit=1')).toEqual(['two']);
    expect(await runs('endDateGte=2026-01-05T00:00:00Z')).toEqual([decodeURIComponent(runSegment)]);
  });

  test('of an unknown run is empty, as on Airflow 2', async () => {
    expect(await list('dags/orders/runs/nope/task-instances')).toMatchObject({ names: [], totalCount: 0 });
  });

  test('whose pages shift repeats rows and misses others', async () => {
    const first = await list(`${instances}?limit=2`);
    served.server.faults.add({ kind: 'shifted-page' });
    const second = await list(`${instances}?limit=2&offset=2`);
    expect(new Set([...first.names, ...second.names]).size).toBe(3);
  });

  test('spells states in camel case where that is asked of the server', async () => {
    await served.close();
    served = await serveAirflow({ spelling: { states: 'camel' } });
    served.model.clear({ dagId: 'tables', taskIds: ['copy'], isDryRun: false, resetDagRuns: false }, served.clock.now);
    const { taskInstances } = page.parse((await served.ask('GET', instances)).body);
    expect(taskInstances?.map(({ state }) => state)).toEqual(['success', 'none', 'success', 'upstreamFailed']);
  });
});

describe('a log', () => {
  const log = z.object({ content: z.string(), continuationToken: z.string().optional() });
  const path = `dags/orders/runs/${runSegment}/task-instances/load/logs/1`;
  const read = async (query = '') => log.parse((await served.ask('GET', `${path}${query}`)).body);

  test('is text, and over when there is no continuation token', async () => {
    const { content, continuationToken } = await read();
    expect(content).toContain('Traceback: the database is away');
    expect(content).toContain('Task exited with return code 1');
    expect(continuationToken).toBeUndefined();
  });

  test('comes in pages that join to the whole', async () => {
    const whole = (await read()).content;
    await served.close();
    served = await serveAirflow({ spelling: { logPageCharacters: 100 } });
    let joined = '';
    let token: string | undefined = '';
    for (let pages = 0; token !== undefined && pages < 100; pages += 1) {
      const piece: z.infer<typeof log> = await read(token === '' ? '' : `?token=${segment(token)}`);
      joined += piece.content;
      token = piece.continuationToken;
    }
    expect(joined).toBe(whole);
    expect((await read('?fullContent=true')).content).toBe(whole);
  });

  test('repeats its last token where that is asked of the server', async () => {
    await served.close();
    served = await serveAirflow({ spelling: { logEnd: 'repeated' } });
    const { continuationToken } = await read();
    expect(await read(`?token=${segment(continuationToken ?? '')}`)).toEqual({ content: '', continuationToken });
  });

  test('is the text form of a Python list where that is asked of the server', async () => {
    await served.close();
    served = await serveAirflow({ spelling: { logs: 'pairs' } });
    expect((await read()).content).toMatch(/^\[\('worker-1', '.*\\n.*'\)\]$/);
  });

  test('that never was is an apology with status 200', async () => {
    const blocked = `dags/orders/runs/${runSegment}/task-instances/report/logs`;
    expect(await served.ask('GET', `${blocked}/1`)).toMatchObject({
      status: 200,
      body: { content: expect.stringContaining('*** Could not read served logs') },
    });
    expect(await served.ask('GET', `${blocked}/0`)).toMatchObject({
      body: { content: 'Error fetching the logs. Try number 0 is invalid.' },
    });
  });

  test('of a mapped task instance is found by its index alone', async () => {
    const copy = `dags/tables/runs/${runSegment}/task-instances/copy/logs/1`;
    expect([(await served.ask('GET', copy)).status, (await served.ask('GET', `${copy}?mapIndex=1`)).status]).toEqual([
      404, 200,
    ]);
  });
});
