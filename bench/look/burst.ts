import { setImmediate } from 'node:timers/promises';
import { createRemediate } from '../../functions/remediate/remediate.ts';
import { serviceSettings } from '../../infra/service-settings.ts';
import { createAirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import { decide } from '../../shared/core/decide/decide.ts';
import { workMessageVersion } from '../../shared/core/incident/work-message.ts';
import { adopt } from '../../shared/look/adopt.ts';
import type { LookWorld } from '../../shared/look/look-world.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { JournalEvent } from '../../shared/ports/journal.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { aReport } from '../../test/builders.ts';
import { createMemoryLedger } from '../../test/simulation/memory-ledger.ts';
import { createModelAirflow } from '../../test/simulation/model-airflow.ts';
import { watchCalls } from './watch-calls.ts';

const start = Date.parse('2026-11-24T02:00:00Z');
const deploymentId = 'runtime-1';
const debounceMs = 10_000;

/** A burst of reports about a few runs, as it comes out of the queue after ingest's debounce. */
export interface Burst {
  readonly reports: number;
  readonly runs: number;
}

/** How many looks each run took, on average, before its first write or outcome; and how many reports they covered. */
export async function measureBurst(
  burst: Burst,
  settings: LookWorld['settings'],
  policy: LookWorld['policy'],
): Promise<{ looksPerRun: number; covered: number }> {
  const now = start + 120_000;
  const clock = () => now;
  const model = createAirflowModel();
  const fails = { result: 'failed', how: 'exception', log: ['Task failed with exception', 'KeyError: x'] } as const;
  model.addDag({ dagId: 'etl', tasks: [{ taskId: 'load', outcomes: [fails] }] }, start);
  const runs = Array.from({ length: burst.runs }, (_, index) => `scheduled__${index}`);
  for (const dagRunId of runs) model.triggerRun({ dagId: 'etl', dagRunId, logicalAt: start }, start);
  model.advance(now);
  const events: JournalEvent[] = [];
  const deployment = {
    name: 'production',
    deploymentId,
    mode: 'enforce',
    airflowUrl: null,
    defaultChannel: 'oncall',
  } as const;
  const ledger = watchCalls<Ledger>(createMemoryLedger(), () => setImmediate());
  let intents = 0;
  const world: LookWorld = {
    airflow: watchCalls<Airflow>(createModelAirflow(model, clock), () => setImmediate()),
    ledger,
    notifier: { send: async () => {} },
    journal: { note: (event) => void events.push(event) },
    policy,
    decide: async (input) => decide(input),
    settings,
    deployment,
    clock,
    newId: () => `intent-${++intents}`,
  };
  await adopt(ledger, { deploymentId, mode: 'enforce', adoptFailuresSince: start }, policy.policy, now);
  const { journal } = world;
  const handle = createRemediate({ ledger, journal, clock, parking: { park: async () => {} }, worldOf: () => world });
  const messages = Array.from({ length: burst.reports }, (_, index) => ({
    messageId: String(index),
    deadlineAt: Number.POSITIVE_INFINITY,
    body: JSON.stringify({
      version: workMessageVersion,
      type: 'report',
      receivedAt: now - debounceMs,
      report: aReport({ reportId: `report-${index}`, dagRunId: runs[index % runs.length] ?? null }),
    }),
  }));
  const { batchSize, concurrencyMax } = serviceSettings.remediate;
  const take = async (): Promise<void> => {
    for (let next = messages.splice(0, batchSize); next.length > 0; next = messages.splice(0, batchSize))
      await Promise.all(next.map(handle));
  };
  await Promise.all(Array.from({ length: concurrencyMax }, take));
  return {
    looksPerRun: countLooks(events) / burst.runs,
    covered: events.filter(({ event }) => event === 'hint-covered').length,
  };
}

/** Looks that began before their run had its first write or outcome. */
function countLooks(events: readonly JournalEvent[]): number {
  const acted = new Set<string>();
  let looks = 0;
  for (const event of events) {
    if (!('run' in event)) continue;
    const { dagRunId } = event.run;
    if (event.event === 'write-sent' || event.event === 'incident-closed') acted.add(dagRunId);
    if (event.event === 'look-began' && !acted.has(dagRunId)) looks += 1;
  }
  return looks;
}
