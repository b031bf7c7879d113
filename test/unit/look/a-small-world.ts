import { type AirflowModel, createAirflowModel } from '../../../sandbox/airflow-model/airflow-model.ts';
import type { DagDefinition } from '../../../sandbox/airflow-model/dag-definition.ts';
import { intervals, toLookSettings } from '../../../shared/core/config/intervals.ts';
import { decide } from '../../../shared/core/decide/decide.ts';
import type { Notification } from '../../../shared/core/incident/notification.ts';
import { createDecidingPolicy } from '../../../shared/core/policy/deciding-policy.ts';
import { parsePolicy } from '../../../shared/core/policy/parse-policy.ts';
import { adopt } from '../../../shared/look/adopt.ts';
import { discoverDag } from '../../../shared/look/discover.ts';
import { look } from '../../../shared/look/look.ts';
import type { LookWorld } from '../../../shared/look/look-world.ts';
import { swapControl } from '../../../shared/look/swap.ts';
import type { Airflow } from '../../../shared/ports/airflow.ts';
import type { JournalEvent } from '../../../shared/ports/journal.ts';
import { aReport } from '../../builders.ts';
import { createMemoryLedger } from '../../simulation/memory-ledger.ts';
import { createModelAirflow } from '../../simulation/model-airflow.ts';

const start = Date.parse('2026-11-24T02:00:00Z');
export const minuteMs = 60_000;

/** One deployment with the real core and look, the model of Airflow, a ledger in memory and a clock that only tests move. */
export async function aWorld(options: {
  dag: DagDefinition;
  policy?: Record<string, unknown>;
  mode?: 'observe' | 'enforce';
  airflow?: (real: Airflow) => Airflow;
}) {
  const model: AirflowModel = createAirflowModel();
  let now = start;
  const clock = () => now;
  const ledger = createMemoryLedger();
  const sent: Notification[] = [];
  const journal: JournalEvent[] = [];
  const policy = loadPolicy(options.policy ?? {});
  let ids = 0;
  const real = createModelAirflow(model, clock);
  const deployment = {
    name: 'production',
    deploymentId: 'runtime-1',
    mode: options.mode ?? 'enforce',
    airflowUrl: 'https://airflow.example',
    defaultChannel: 'oncall',
  } as const;
  const world: LookWorld = {
    airflow: options.airflow?.(real) ?? real,
    ledger,
    notifier: { send: async (notification) => void sent.push(notification) },
    journal: { note: (event) => void journal.push(event) },
    policy,
    decide: async (input) => decide(input),
    settings: toLookSettings(intervals.parse({})),
    deployment,
    clock,
    newId: () => `intent-${++ids}`,
  };
  model.addDag(options.dag, now);
  await adopt(
    ledger,
    { deploymentId: 'runtime-1', mode: deployment.mode, adoptFailuresSince: null },
    policy.policy,
    now,
  );
  const { dagId } = options.dag;
  const run = { deploymentId: 'runtime-1', dagId, dagRunId: 'scheduled__1' };
  model.triggerRun({ dagId, dagRunId: run.dagRunId, logicalAt: now, runType: 'scheduled' }, now);
  const waitUntil = (at: number) => {
    now = at;
    model.advance(now);
  };
  return {
    model,
    ledger,
    sent,
    journal,
    run,
    world,
    clock,
    wait: (ms: number) => waitUntil(now + ms),
    /** An alert arrives now and is looked at after the debounce. */
    async alert(report: Parameters<typeof aReport>[0] = {}) {
      const receivedAt = now;
      waitUntil(now + 10_000);
      return look(run, { receivedAt, report: aReport({ dagId, dagRunId: run.dagRunId, ...report }) }, world);
    },
    look: () => look(run, null, world),
    /** Null: the whole deployment. */
    pause: (scope: { dagId: string | null } = { dagId: null }) =>
      swapControl(ledger, 'runtime-1', (control) => ({ ...control, pauses: [aPause(now, scope.dagId)] })),
    resume: () => swapControl(ledger, 'runtime-1', (control) => ({ ...control, pauses: [] })),
    discover: () => discoverDag(dagId, null, world),
    /** An alert that names the DAG and no run arrives now. */
    hintOfDag: () =>
      discoverDag(
        dagId,
        { receivedAt: now, beganAt: now, report: aReport({ dagId, dagRunId: null, reportId: 'metric-1' }) },
        world,
      ),
    /** Looks at whatever is due, as the sweep would have it done, until nothing is due within the time. */
    async sweepFor(ms: number) {
      const until = now + ms;
      while (now < until) {
        waitUntil(Math.min(until, now + minuteMs));
        for (const work of await ledger.listDue(now, 100))
          if (work.kind === 'look' && (await ledger.lease(work, now + 10 * minuteMs)))
            await look(work.run, null, world);
      }
    },
    incident: async () => {
      const stored = await ledger.readIncident(run);
      if (stored === null) throw new Error('there is no incident');
      return stored.item;
    },
    states: () =>
      Object.fromEntries(
        (model.listTaskInstances(dagId, run.dagRunId) ?? []).map(({ taskId, mapIndex, state }) => [
          mapIndex < 0 ? taskId : `${taskId}[${mapIndex}]`,
          state,
        ]),
      ),
    runState: () => model.findRun(dagId, run.dagRunId)?.state,
    tries: (taskId: string) =>
      (model.listTaskInstances(dagId, run.dagRunId) ?? [])
        .filter((instance) => instance.taskId === taskId)
        .map(({ tryNumber }) => tryNumber),
    writes: () => journal.filter(({ event }) => event === 'write-sent'),
  };
}

function aPause(since: number, dagId: string | null) {
  return { scope: { dagId, dagRunId: null }, by: 'ops', reason: 'maintenance', since, until: null };
}

export function loadPolicy(written: Record<string, unknown>) {
  const text = JSON.stringify({
    version: 1,
    mode: 'enforce',
    rules: [{ name: 'all', match: { dagId: [{ exists: true }] }, plan: [{ clear: {} }, { escalate: 'oncall' }] }],
    otherwise: [{ escalate: 'oncall' }],
    ...written,
  });
  const parsed = parsePolicy({ text, channels: ['oncall', 'owners'] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return createDecidingPolicy(parsed.policy);
}

export const fails = (...log: string[]) => ({ result: 'failed', how: 'exception', log }) as const;
export const succeeds = { result: 'success' } as const;
