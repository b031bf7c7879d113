import type { Incident } from '../../shared/core/incident/incident.ts';
import type { AirflowModel } from '../airflow-model/airflow-model.ts';
import type { AirflowEvent } from '../airflow-model/world.ts';
import type { Sandbox } from '../sandbox.ts';
import type { SummaryRow, View } from '../terminal/view.ts';
import type { AlertedTask } from './alertmanager-payload.ts';
import { type Expectation, expectations } from './expectations.ts';
import { createAlerting, playNight, playPrologue, postLegacyAlert, type Stage } from './play-scenario.ts';

const deployment = 'sandbox';
const source = 'alertmanager';
const pollMs = 250;
const dayMs = 24 * 3_600_000;
const adoptionLimitMs = 60_000;
/** By then every story has ended on a slow machine; what has not is shown as it stands. */
const nightLimitMs = 120_000;

export interface ScenarioRun {
  readonly onAirflowEvent: (deployment: string, event: AirflowEvent) => void;
  readonly prepareModel: (deployment: string, model: AirflowModel) => void;
  /** Plays the night, shows its summary and says whether everything ended as expected. */
  play(sandbox: Sandbox): Promise<boolean>;
}

/** A night of failures in the sandbox's own deployment. */
export function createScenarioRun(view: View): ScenarioRun {
  let alerting: (event: AirflowEvent) => void = () => {};
  return {
    onAirflowEvent: (_deployment, event) => alerting(event),
    prepareModel: (_deployment, model) => playPrologue(model, Date.now()),
    async play(sandbox) {
      const model = sandbox.astro?.models.get(deployment);
      const deploymentId = sandbox.loaded.config.deployments[deployment]?.runtimeId;
      if (model === undefined || deploymentId === undefined)
        throw new TypeError(`the scenario's config has no simulated deployment named ${deployment}`);
      const postAlert = (payload: string, about: AlertedTask) => void post(sandbox, view, payload, about);
      const stage: Stage = { model, deploymentId, postAlert, onPersonActs: (what) => view.note(`a person ${what}`) };
      const isAdopted = await until(
        async () => (await sandbox.ledger.readControl(deploymentId)) !== null,
        adoptionLimitMs,
      );
      if (!isAdopted) throw new Error('the sweep did not run: see the lines above');
      alerting = createAlerting(stage);
      postLegacyAlert(stage);
      playNight(stage, Date.now());
      await until(async () => (await readRows(sandbox, model)).every(({ isAsExpected }) => isAsExpected), nightLimitMs);
      const rows = await readRows(sandbox, model);
      view.summary(rows);
      return rows.every(({ isAsExpected }) => isAsExpected);
    },
  };
}

/** As senders do, it posts again what was answered with a 5xx. */
async function post(sandbox: Sandbox, view: View, payload: string, { dagId, taskId }: AlertedTask): Promise<void> {
  let refusal = 'not at all';
  const isSettled = await until(async () => {
    const { status, text } = await send(sandbox, payload);
    refusal = `${status}: ${text}`;
    return status < 500;
  }, nightLimitMs).catch(() => false);
  if (!isSettled || !refusal.startsWith('202')) view.note(`the alert of ${dagId} / ${taskId} was answered ${refusal}`);
}

async function send({ service, sourceSecret }: Sandbox, body: string): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${sourceSecret(source)}` };
  const answer = await fetch(`${service.ingestUrl}/${source}`, { method: 'POST', headers, body });
  return { status: answer.status, text: await answer.text() };
}

/** False: not within the limit. */
async function until(condition: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  const startedAt = Date.now();
  while (Date.now() - startedAt < limitMs) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  return false;
}

async function readRows({ ledger }: Sandbox, model: AirflowModel): Promise<SummaryRow[]> {
  const now = Date.now();
  const incidents = await ledger.listIncidents({ limit: 1_000, closedSince: now - dayMs, now });
  return expectations.map((expectation) =>
    rowOf(
      expectation,
      incidents.find(({ run }) => run.dagId === expectation.dagId),
      model,
    ),
  );
}

function rowOf(expectation: Expectation, incident: Incident | undefined, model: AirflowModel): SummaryRow {
  const { dagId, story } = expectation;
  const run = model.listRuns(dagId).at(-1);
  const instances = run === undefined ? [] : (model.listTaskInstances(dagId, run.dagRunId) ?? []);
  const isClosed = incident?.dueAt === null;
  const outcome = isClosed ? (incident.closing?.outcome ?? 'unknown') : 'open';
  const isAsExpected =
    outcome === expectation.outcome && run?.state === expectation.runState && expectation.holds(instances);
  const writes = incident?.cases.reduce((sum, one) => sum + one.writes, 0) ?? 0;
  return { dagId, story, outcome, isAsExpected, writes, told: incident?.outbox.length ?? 0 };
}
