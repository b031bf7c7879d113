import { spawn, spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Json } from '../../../shared/core/diagnostics/json-text.ts';
import { airflowCallback } from '../../../shared/core/sources/airflow-callback/airflow-callback.ts';
import { astro } from '../../../shared/core/sources/astro/astro.ts';

const folder = fileURLToPath(new URL('../../../docs/sources/airflow/', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;

interface Posted {
  readonly authorization: string | undefined;
  readonly body: Json;
}

const posted: Posted[] = [];
const statuses: number[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      posted.push({ authorization: request.headers.authorization, body: JSON.parse(text) });
      response.writeHead(statuses.shift() ?? 202).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/callbacks`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  posted.length = 0;
  statuses.length = 0;
});

/** What Airflow hands to a callback, as far as it is read. */
const objects = `
from types import SimpleNamespace as Object
import datetime, sys, types
run = Object(dag_id="etl", run_id="scheduled__2026-08-01T02:00:00+00:00", run_type="scheduled", state="failed",
             logical_date=datetime.datetime(2026, 8, 1, 2, tzinfo=datetime.timezone.utc))
ti = Object(dag_id="etl", run_id=run.run_id, task_id="group.load", map_index=4, try_number=3, max_tries=2, state="failed",
            task=Object(owner="data", pool="default_pool", queue="default"), log_url="https://a.io/log")
try:
    raise ValueError("reset by peer")
except ValueError as raised:
    error = raised
`;

function python(script: string, environment: Record<string, string> = {}): Promise<number | null> {
  const env = {
    PATH: process.env['PATH'],
    PYTHONPATH: folder,
    PYTHONDONTWRITEBYTECODE: '1',
    AIRMEND_URL: url,
    AIRMEND_SECRET: 's',
    ...environment,
  };
  const child = spawn('python3', ['-c', `${objects}\n${script}`], { env });
  return new Promise((resolve) => child.on('close', resolve));
}

/** Stands in for the parts of Airflow that a listener and a DAG import. */
const fakeAirflow = `
def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
same = lambda *args, **options: args[0] if args and callable(args[0]) else (lambda function: lambda: None)
module("airflow", __version__="3.1.2")
module("airflow.listeners", hookimpl=same)
module("airflow.plugins_manager", AirflowPlugin=object)
module("airflow.sdk", dag=same, task=same, get_current_context=lambda: {})
`;

(hasPython ? describe : describe.skip)('the callbacks of the docs (skipped where there is no python3)', () => {
  const read = (body: Json | undefined) => {
    const reading = airflowCallback.read(body ?? null, { headers: new Map() });
    return reading.kind === 'read' ? reading.drafts : reading.faults;
  };

  test('tell of a failed task so that ingest reads all of it', async () => {
    const script = 'import airmend_alerts; airmend_alerts.task_failed({"ti": ti, "exception": error, "dag_run": run})';
    expect(await python(script, { AIRMEND_DEPLOYMENT_ID: 'production' })).toBe(0);
    expect(posted).toMatchObject([{ authorization: 'Bearer s' }]);
    expect(read(posted[0]?.body)).toMatchObject([
      {
        deploymentId: 'production',
        dagId: 'etl',
        dagRunId: 'scheduled__2026-08-01T02:00:00+00:00',
        taskId: 'group.load',
        mapIndex: 4,
        tryNumber: 3,
        state: 'failed',
        error: 'reset by peer',
        labels: { owner: 'data', pool: 'default_pool' },
      },
    ]);
  });

  test('tell of a failed run', async () => {
    expect(
      await python('import airmend_alerts; airmend_alerts.dag_run_failed({"dag_run": run, "reason": "task_failure"})'),
    ).toBe(0);
    expect(read(posted[0]?.body)).toMatchObject([{ dagId: 'etl', taskId: null, error: 'task_failure' }]);
  });

  test('try again where Airmend could not take it, and never fail the task', async () => {
    statuses.push(503, 202);
    const script = 'import airmend_alerts; airmend_alerts.task_failed({"ti": ti})';
    expect(await python(script)).toBe(0);
    expect(posted).toHaveLength(2);
    statuses.push(401);
    expect(await python(script)).toBe(0);
    expect(posted).toHaveLength(3);
    expect(await python('import airmend_alerts; airmend_alerts.task_failed({})')).toBe(0);
  });

  test('are called by the listener for every DAG', async () => {
    const script = `${fakeAirflow}\nimport airmend_listener as l\nl.on_task_instance_failed("running", ti, error)\nl.on_dag_run_failed(run, "m")`;
    expect(await python(script)).toBe(0);
    expect(posted.map(({ body }) => read(body))).toMatchObject([[{ taskId: 'group.load' }], [{ taskId: null }]]);
  });

  test('relay an Astro alert as it is, and never one about the relay', async () => {
    const alert = '{"alertType": "DAG_FAILURE", "alertId": "a", "message": "DAG run failed for DAG etl"}';
    const own = '{"alertType": "DAG_FAILURE", "message": "failure on DAG airmend_relay. \\\\nStart"}';
    expect(
      await python(`${fakeAirflow}\nimport airmend_relay as r\nr.relay_alert(${alert})\nr.relay_alert(${own})`),
    ).toBe(0);
    expect(posted).toHaveLength(1);
    expect(astro.read(posted[0]?.body ?? null, { headers: new Map() })).toMatchObject({ drafts: [{ dagId: 'etl' }] });
  });
});
