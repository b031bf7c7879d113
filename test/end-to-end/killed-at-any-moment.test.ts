import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Call } from '../../sandbox/api-host/call.ts';
import { aRunningSandbox, failsOnce, waitFor } from './a-running-sandbox.ts';

const dagIds = Array.from({ length: 10 }, (_, index) => `batch_${index}`);
const failures = 200;
const failuresPerTurn = 4;
/** A call that does not come within this is not waited for: the next turn plants another. */
const patienceMs = 3_000;
const turnsMax = 150;
const killsMin = 50;
const killsAfterWriteMin = 15;
const runtimeId = 'sandbox-runtime';

/** Which call is left hanging next, and the function killed in it. `write`: the clear that follows a proof. */
const moments = [
  'write',
  'listTaskInstances',
  'write',
  'getRuntimeDag',
  'write',
  'getTaskInstanceLogs',
  'write',
  'clearTaskInstances',
] as const;

describe('the remediate function, killed while a call is in flight', () => {
  let running: Awaited<ReturnType<typeof aRunningSandbox>>;
  beforeAll(async () => {
    const policyFile = join(mkdtempSync(join(tmpdir(), 'airmend-killed-')), 'policy.json');
    const budgets = ['dag', 'deployment'].map((per) => ({ per, clears: 500, within: '1h' }));
    const rule = { name: 'all', match: { dagId: [{ exists: true }] }, plan: [{ clear: {} }, { escalate: 'oncall' }] };
    writeFileSync(
      policyFile,
      JSON.stringify({
        version: 1,
        mode: 'enforce',
        guardrails: { budgets },
        rules: [rule],
        otherwise: [{ escalate: 'oncall' }],
      }),
    );
    running = await aRunningSandbox(
      dagIds.map((dagId) => ({
        dagId,
        maxActiveRuns: 100,
        tasks: [{ taskId: 'load', durationMs: 50, outcomes: failsOnce }],
      })),
      { policyFile },
    );
    for (const dagId of dagIds)
      await running.sandbox.ledger.recordDagOfInterest({
        deploymentId: runtimeId,
        deployment: 'sandbox',
        dagId,
        dueAt: Date.now(),
        forgetAt: null,
      });
  }, 180_000);
  afterAll(async () => running.stop());

  test('ends every incident of two hundred failures and clears no root twice for one try', async () => {
    const { model, sandbox } = running;
    const runs = Array.from({ length: failures }, (_, index) => ({
      dagId: dagIds[index % dagIds.length] ?? '',
      dagRunId: `run-${index}`,
    }));
    let kills = 0;
    let killsAfterWrite = 0;
    let wake = () => {};
    let isWriteAwaited = false;
    // Between its proof and its write a look asks the ledger a few times: long enough to plant the fault.
    running.onEvent(({ event }) => {
      if (event !== 'write-proved' || !isWriteAwaited) return;
      isWriteAwaited = false;
      sandbox.astro?.server.faults.add({ kind: 'hang' }, { operationId: 'clearTaskInstances' });
    });
    running.onCall((call: Call) => {
      if (call.status !== 0) return;
      if (sandbox.service.functions.remediate.killBusy() > 0) kills += 1;
      if (call.operationId === 'clearTaskInstances' && call.isDryRun === false) killsAfterWrite += 1;
      wake();
    });
    let waiting = runs;
    for (
      let turn = 0;
      turn < turnsMax && (kills < killsMin || killsAfterWrite < killsAfterWriteMin || waiting.length > 0);
      turn += 1
    ) {
      const next = waiting.slice(0, failuresPerTurn);
      waiting = waiting.slice(failuresPerTurn);
      for (const { dagId, dagRunId } of next) model.triggerRun({ dagId, dagRunId, logicalAt: Date.now() }, Date.now());
      await waitFor('they fail', async () =>
        next.every(({ dagId, dagRunId }) => model.findRun(dagId, dagRunId)?.state === 'failed'),
      );
      if (next.length > 0)
        expect(
          (await running.post(JSON.stringify({ reports: next.map((run) => ({ ...run, deploymentId: runtimeId })) })))
            .status,
        ).toBe(202);
      const moment = moments[turn % moments.length] ?? 'write';
      const hung = new Promise<void>((resolve) => {
        wake = resolve;
      });
      isWriteAwaited = moment === 'write';
      if (moment !== 'write') sandbox.astro?.server.faults.add({ kind: 'hang' }, { operationId: moment });
      await Promise.race([hung, new Promise((resolve) => setTimeout(resolve, patienceMs))]);
    }
    sandbox.astro?.server.faults.clear();

    const stored = (run: (typeof runs)[number]) => sandbox.ledger.readIncident({ deploymentId: runtimeId, ...run });
    await waitFor(
      'every incident ends',
      async () =>
        (await Promise.all(runs.map(stored))).every((incident) => incident !== null && incident.item.dueAt === null),
      240_000,
    );
    expect([kills >= killsMin, killsAfterWrite >= killsAfterWriteMin]).toEqual([true, true]);
    const states = runs.map(({ dagId, dagRunId }) =>
      model
        .listTaskInstances(dagId, dagRunId)
        ?.map(({ state, tryNumber, maxTries }) => `${state} at try ${tryNumber}, max ${maxTries}`)
        .join(),
    );
    // A second clear of one try would have raised maxTries again.
    expect(new Set(states)).toEqual(new Set(['success at try 2, max 1']));
    const outcomes = new Set((await Promise.all(runs.map(stored))).map((incident) => incident?.item.closing?.outcome));
    expect(outcomes).toEqual(new Set(['remedied']));
  }, 400_000);
});
