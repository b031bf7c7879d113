import { fileURLToPath } from 'node:url';
import type { AirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import type { DagDefinition } from '../../sandbox/airflow-model/dag-definition.ts';
import type { Call } from '../../sandbox/api-host/call.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { StartOptions } from '../../sandbox/start-options.ts';
import type { FunctionEvent } from '../../sandbox/terminal/function-line.ts';
import type { Incident } from '../../shared/core/incident/incident.ts';

const scenarioConfig = fileURLToPath(new URL('../../sandbox/scenario/airmend.config.json', import.meta.url));
const runtimeId = 'sandbox-runtime';
const dagRunId = 'manual__2026-11-24T02:00:00+00:00';
const waitLimitMs = 120_000;

export const failsOnce = [
  { result: 'failed', how: 'exception', log: ['Task failed with exception', 'ConnectionResetError: reset'] },
  { result: 'success' },
] as const;

/** The shipped bundles in the sandbox, with these DAGs in its simulated Airflow. */
export async function aRunningSandbox(
  dags: readonly DagDefinition[],
  options: { configFile?: string; policyFile?: string; api?: StartOptions['api'] } = {},
) {
  const events: FunctionEvent[] = [];
  const calls: Call[] = [];
  const strays: string[] = [];
  const listeners = new Set<(call: Call) => void>();
  const eventListeners = new Set<(event: FunctionEvent) => void>();
  const sandbox: Sandbox = await startSandbox({
    configFile: options.configFile ?? scenarioConfig,
    policyFile: options.policyFile,
    visibilityTimeoutMs: 3_000,
    ...(options.api === undefined ? {} : { api: options.api }),
    prepareModel: (_name, model) => {
      for (const dag of dags) model.addDag(dag, Date.now());
    },
    view: {
      ready: () => {},
      note: () => {},
      event: (event) => {
        events.push(event);
        for (const listener of eventListeners) listener(event);
      },
      call: (call) => {
        calls.push(call);
        for (const listener of listeners) listener(call);
      },
      stray: (line) => void strays.push(line),
      summary: () => {},
    },
  });
  const model = modelOf(sandbox);
  await waitFor('the deployment is adopted', async () => (await sandbox.ledger.readControl(runtimeId)) !== null);
  const incidentOf = async (dagId: string, run = dagRunId): Promise<Incident | undefined> =>
    (await sandbox.ledger.readIncident({ deploymentId: runtimeId, dagId, dagRunId: run }))?.item;
  return {
    sandbox,
    model,
    events,
    calls,
    strays,
    onCall: (listener: (call: Call) => void) => void listeners.add(listener),
    onEvent: (listener: (event: FunctionEvent) => void) => void eventListeners.add(listener),
    incidentOf,
    /** Runs a DAG until its run is failed. */
    async failRun(dagId: string) {
      model.triggerRun({ dagId, dagRunId, logicalAt: Date.now() }, Date.now());
      await waitFor(`${dagId} fails`, async () => model.findRun(dagId, dagRunId)?.state === 'failed');
    },
    post: (body: string, { source = 'airmend', secret = sandbox.sourceSecret(source), headers = {} } = {}) =>
      fetch(`${sandbox.service.ingestUrl}/${source}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...headers },
        body,
      }),
    alert: (dagId: string) => JSON.stringify({ reports: [{ dagId, dagRunId, deploymentId: runtimeId }] }),
    async untilClosed(dagId: string): Promise<Incident> {
      await waitFor(`the incident of ${dagId} closes`, async () => (await incidentOf(dagId))?.dueAt === null);
      const incident = await incidentOf(dagId);
      if (incident === undefined) throw new Error('it was there a moment ago');
      return incident;
    },
    tries: (dagId: string) =>
      (model.listTaskInstances(dagId, dagRunId) ?? []).map(
        ({ taskId, tryNumber, state }) => `${taskId} ${state} ${tryNumber}`,
      ),
    clearsOf: (dagId: string) =>
      calls.filter(
        ({ operationId, isDryRun, path }) =>
          operationId === 'clearTaskInstances' && isDryRun === false && path.includes(`/dags/${dagId}/`),
      ),
    stop: () => sandbox.stop(),
  };
}

export async function waitFor(what: string, condition: () => Promise<boolean>, limitMs = waitLimitMs): Promise<void> {
  const startedAt = Date.now();
  while (!(await condition())) {
    if (Date.now() - startedAt > limitMs) throw new Error(`not within ${limitMs / 1_000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function modelOf(sandbox: Sandbox): AirflowModel {
  const model = sandbox.astro?.models.get('sandbox');
  if (model === undefined) throw new Error('the sandbox simulates no Airflow');
  return model;
}
