import { AirflowError } from '../core/airflow/airflow-error.ts';
import type { RunKey } from '../core/airflow/run.ts';
import { concludeIncident } from '../core/decide/conclude-incident.ts';
import type { Decision } from '../core/decide/decision.ts';
import type { LookInput } from '../core/decide/look-input.ts';
import type { Truth } from '../core/decide/truth.ts';
import { beginLook, type Hint, isCovered, openIncident, reopen } from '../core/incident/begin-look.ts';
import { newBudget } from '../core/incident/budget.ts';
import type { Control } from '../core/incident/control.ts';
import { admitLook, noteAnswer } from '../core/incident/health.ts';
import type { Incident } from '../core/incident/incident.ts';
import { unsentOf } from '../core/incident/outbox.ts';
import { findWiderEffect } from '../core/incident/wider-effect.ts';
import type { Revised, Revision } from '../ports/ledger.ts';
import { actOn } from './act.ts';
import { chargeSend } from './charge-send.ts';
import type { LookWorld } from './look-world.ts';
import { noteDecisions } from './note-decisions.ts';
import { sendOutbox } from './notify.ts';
import { observeEvidence, observeRun } from './observe.ts';
import { pauseForWiderEffect } from './pause-deployment.ts';
import { recordLook } from './record-look.ts';
import { swapControl, swapIncident } from './swap.ts';
import { recordDeferral, recordTrouble } from './trouble.ts';
import { waitFor } from './wait.ts';

/**
 * One look at one run: observe, decide, prove, act, wait. Any number of looks of one run may overlap: the ledger's
 * compare-and-swap lets one of them write. Trouble with Airflow is recorded and rescheduled; only a `LedgerError` (or a bug) rejects.
 * False: no look was needed, another one covers the hint.
 */
export async function look(run: RunKey, hint: Hint | null, world: LookWorld): Promise<boolean> {
  const now = world.clock();
  const begun = await begin(run, hint, world, now);
  if (begun === null) return false;
  try {
    await reconcile(begun, world, now);
  } catch (error) {
    if (!(error instanceof AirflowError)) throw error;
    await recordTrouble(begun, error, world, now);
  }
  return true;
}

/** The look's first act: the ledger knows that it began and when the next is due, should this one die. */
async function begin(run: RunKey, hint: Hint | null, world: LookWorld, now: number): Promise<Revised<Incident> | null> {
  const { ledger, journal, settings, deployment } = world;
  const about = { run, deployment: deployment.name, reportId: hint?.report?.reportId ?? null };
  return swapIncident(ledger, run, (stored) => {
    if (hint !== null && stored !== null && isCovered(stored, hint, settings.coveredAfterMs)) {
      journal.note({ event: 'hint-covered', ...about, lookBeganAt: stored.lookBeganAt ?? now });
      return null;
    }
    const isOpen = stored !== null && (stored.closing === null || stored.dueAt !== null);
    if (!isOpen && (hint === null || hint.report?.resolved === true)) {
      const reason = hint === null ? 'the incident was closed meanwhile' : 'a resolved alert, and no incident is open';
      journal.note({ event: 'hint-without-incident', ...about, reason });
      return null;
    }
    const began = beginLook(stored ?? openIncident(run, deployment.name, now), hint, {
      now,
      lookLimitMs: settings.lookLimitMs,
    });
    journal.note({ event: 'look-began', ...about, look: began.looks, generation: began.generation });
    return began;
  });
}

async function reconcile(begun: Revised<Incident>, world: LookWorld, now: number): Promise<void> {
  const { deploymentId } = world.deployment;
  const admission = await admit(world, now);
  if (admission.kind === 'deferred') return recordDeferral(begun, admission, world, now);
  const truth = await observeRun(world.airflow, begun.item.run, now);
  const isHealthy = noteAnswer(admission.control, now) === admission.control;
  const control = isHealthy
    ? admission.control
    : await swapControl(world.ledger, deploymentId, (known) => noteAnswer(known, now));
  const reopened = reopen(begun.item, { run: truth.run, taskInstances: truth.taskInstances, now });
  if (reopened === null) return closeAgain(begun, world, now);
  await decideAndAct({ incident: reopened, revision: begun.revision, control, truth }, world, now);
}

async function admit(world: LookWorld, now: number): Promise<ReturnType<typeof admitLook>> {
  const { ledger, deployment, settings } = world;
  const times = { now, probeEveryMs: settings.probeEveryMs };
  let admission: ReturnType<typeof admitLook> | null = null;
  const control = await swapControl(ledger, deployment.deploymentId, (known) => {
    admission = admitLook(known, times);
    return admission.kind === 'admitted' ? admission.control : known;
  });
  return admission ?? { kind: 'admitted', control };
}

/** Nothing new since it was closed. A fresh alert can come before its failure is written: then once more, later. */
async function closeAgain(begun: Revised<Incident>, world: LookWorld, now: number): Promise<void> {
  const { lookBeganAt, closing } = begun.item;
  const freshUntil = (lookBeganAt ?? 0) + world.settings.freshHintMs;
  const dueAt = now < freshUntil ? freshUntil : null;
  const unsent = unsentOf(begun.item.outbox).length > 0;
  // With something left to tell, it stays due until it is known to be told.
  const swap = await world.ledger.recordIncident(
    { ...begun.item, dueAt: unsent ? begun.item.dueAt : dueAt },
    begun.revision,
  );
  if (unsent && swap.kind === 'recorded') await sendOutbox(begun.item, dueAt, world);
  const reason = `nothing new since it ended as ${closing?.outcome ?? 'unknown'}`;
  const { run, deployment } = begun.item;
  world.journal.note({ event: 'look-ended', run, deployment, dueAt: dueAt ?? 0, reason });
}

interface Observed {
  readonly incident: Incident;
  readonly revision: Revision;
  readonly control: Control;
  readonly truth: Truth;
}

async function decideAndAct(observed: Observed, world: LookWorld, now: number): Promise<void> {
  const { incident, revision, control } = observed;
  const { policyHash } = world.policy.policy;
  const wider =
    incident.intent === null ? null : findWiderEffect(incident.intent, incident.cases, observed.truth.taskInstances);
  if (wider !== null && (await pauseForWiderEffect(incident, wider.difference, world, wider.moved))) return;
  const truth = await observeEvidence(world.airflow, incident, observed.truth, { policyHash, now });
  // Without evidence to judge nothing is to be written, and no budget is asked for.
  const budget = truth.dag === undefined ? null : await world.ledger.readBudget(world.deployment.deploymentId);
  const { policy, settings, deployment, airflow } = world;
  const input: LookInput = {
    now,
    policy,
    settings,
    deployment,
    abilities: airflow.abilities,
    truth,
    incident,
    control,
    budget: budget?.item ?? newBudget(deployment.deploymentId),
  };
  const decided = await world.decide(input);
  noteDecisions(world.journal, decided);
  const acted = await actOn(decided, revision, input, world);
  if (acted.kind === 'written') return recordLook(input, decided, world);
  if (acted.kind === 'lost') return;
  await chargeShadow(input, acted.decisions, world);
  const concluded = concludeIncident({ ...input, incident: acted.incident }, acted.decisions);
  await waitFor({ ...concluded, revision }, world, now);
  await recordLook(input, { ...decided, decisions: acted.decisions }, world);
}

/** In observe, what would have been sent counts against the budgets as they would stand: the next look holds where enforcing would. */
async function chargeShadow(
  { incident, now, policy }: LookInput,
  decisions: readonly Decision[],
  world: LookWorld,
): Promise<void> {
  if (!decisions.some(({ next }) => next.kind === 'end' && next.wouldWrite === true)) return;
  const { dagId, dagRunId } = incident.run;
  const intentId = `observed/${dagId}/${dagRunId}/${incident.generation}/${incident.looks}`;
  await chargeSend({ intentId, dagId, at: now, shadow: true }, policy.policy.guardrails.budgets, world);
}
