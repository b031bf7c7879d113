import type { AffectedTaskInstance } from '../core/airflow/affected-task-instance.ts';
import { AirflowError } from '../core/airflow/airflow-error.ts';
import { createClearRequest } from '../core/airflow/clear-request.ts';
import type { RunKey } from '../core/airflow/run.ts';
import { createSetStateRequest } from '../core/airflow/set-state-request.ts';
import { comparePreview } from '../core/decide/compare-preview.ts';
import { cadenceAfter, concludeBesides } from '../core/decide/conclude-incident.ts';
import type { DecidedCases } from '../core/decide/decide.ts';
import type { PlannedWrite } from '../core/decide/group-writes.ts';
import type { LookInput } from '../core/decide/look-input.ts';
import type { Truth } from '../core/decide/truth.ts';
import type { Incident } from '../core/incident/incident.ts';
import { countSettledOutside, type Intent, listFailedOutside } from '../core/incident/intent.ts';
import { unsentOf } from '../core/incident/outbox.ts';
import { describeAction, withIntent, withoutIntent } from '../core/incident/record-intent.ts';
import { tell } from '../core/incident/story.ts';
import { chargeWiderEffect } from '../core/incident/wider-effect.ts';
import type { Airflow } from '../ports/airflow.ts';
import type { Revision } from '../ports/ledger.ts';
import type { Acted } from './act.ts';
import { chargeSend } from './charge-send.ts';
import type { LookWorld } from './look-world.ts';
import { sendOutbox } from './notify.ts';
import { pauseForWiderEffect } from './pause-deployment.ts';
import type { Proof } from './prove.ts';
import { swapIncident } from './swap.ts';
import { recordTrouble } from './trouble.ts';

interface ProvedWrite {
  readonly decided: DecidedCases;
  readonly write: PlannedWrite;
  readonly proof: Extract<Proof, { kind: 'proved' }>;
  readonly revision: Revision;
}

/** Charges the budget, records the intent by compare-and-swap, and only then sends: one holder, one send, before `sendBy`. */
export async function sendWrite(proved: ProvedWrite, input: LookInput, world: LookWorld): Promise<Acted> {
  const intent = createIntent(proved, input, world);
  if (!(await charge(intent, input, world))) {
    return { kind: 'unwritten', incident: proved.decided.incident, decisions: holdAll(proved.decided.decisions) };
  }
  const { decided, write } = proved;
  const besides = concludeBesides({ ...input, incident: decided.incident }, decided.decisions, write);
  const recorded = withIntent(besides, intent);
  const swap = await world.ledger.recordIncident(recorded, proved.revision);
  if (swap.kind === 'conflict') {
    world.journal.note({ event: 'look-lost', ...aboutOf(recorded), reason: 'another look of this run went on' });
    return { kind: 'lost' };
  }
  if (world.clock() <= intent.sendBy) await send(intent, proved, { recorded, truth: input.truth }, world);
  return { kind: 'written' };
}

/** What the look has to tell of the tasks that its write does not concern. */
async function tellBesides(recorded: Incident, world: LookWorld): Promise<void> {
  if (unsentOf(recorded.outbox).length > 0) await sendOutbox(recorded, 'unchanged', world);
}

function holdAll(decisions: DecidedCases['decisions']): DecidedCases['decisions'] {
  const next = { kind: 'hold', until: null, deploymentCause: null } as const;
  return decisions.map((decision) =>
    decision.next.kind === 'write' ? { ...decision, next, reason: 'the budget was used up by another look' } : decision,
  );
}

function createIntent({ decided, write, proof }: ProvedWrite, input: LookInput, world: LookWorld): Intent {
  const { truth, settings } = input;
  const recordedAt = world.clock();
  const taskIds = proof.tasks.map(({ taskId }) => taskId);
  const sendBy = recordedAt + settings.sendWithinMs;
  return {
    intentId: world.newId(),
    action: write.action,
    tasks: proof.tasks,
    recordedAt,
    sendBy,
    settleBy: sendBy + settings.requestLimitMs + settings.settleMs,
    runEndedAt: truth.run?.endedAt ?? null,
    settledOutside: countSettledOutside(taskIds, truth.taskInstances),
    failedOutside: listFailedOutside(taskIds, decided.incident.cases, truth.taskInstances),
    isAnswered: false,
  };
}

/** Every send is charged before it is sent, once per intent. */
async function charge(intent: Intent, input: LookInput, world: LookWorld): Promise<boolean> {
  if (intent.action.kind === 'completion' || intent.action.kind === 'queueRun') return true;
  const { dagId } = input.incident.run;
  const send = { intentId: intent.intentId, dagId, at: intent.recordedAt, shadow: false };
  return chargeSend(send, input.policy.policy.guardrails.budgets, world);
}

async function send(
  intent: Intent,
  { proof }: ProvedWrite,
  { recorded, truth }: { recorded: Incident; truth: Truth },
  world: LookWorld,
): Promise<void> {
  const { run } = recorded;
  const about = { ...aboutOf(recorded), intentId: intent.intentId };
  try {
    const answer = await request(world.airflow, run, intent);
    const taskIds = intent.tasks.map(({ taskId }) => taskId);
    world.journal.note({
      event: 'write-sent',
      ...about,
      action: describeAction(intent.action),
      taskIds,
      touched: proof.touched,
    });
    const comparison = comparePreview(answer, run, proof.counts);
    const isTold = comparison.kind === 'wider' && (await pauseForWiderEffect(recorded, comparison.difference, world));
    await settle(run, intent.intentId, world, {
      text: 'sent, and Airflow took it',
      isAnswered: comparison.kind === 'equal',
      charge: (incident) => chargeWiderEffect(incident, intent, { answer, listed: truth.taskInstances }),
    });
    if (!isTold) await tellBesides(recorded, world);
  } catch (error) {
    if (!(error instanceof AirflowError)) throw error;
    await recordFailedSend(recorded, intent, error, world);
  }
}

async function request(airflow: Airflow, run: RunKey, intent: Intent): Promise<readonly AffectedTaskInstance[]> {
  const taskIds = intent.tasks.map(({ taskId }) => taskId);
  switch (intent.action.kind) {
    case 'clear':
    case 'completion':
      return airflow.clear(createClearRequest({ ...run, taskIds, includeDownstream: false }));
    case 'setState':
      return airflow.setState(
        createSetStateRequest({
          ...run,
          taskId: taskIds[0] ?? '',
          mapIndex: intent.tasks[0]?.roots[0]?.mapIndex,
          state: intent.action.state,
        }),
      );
    case 'queueRun':
      await airflow.queueRun(run);
      return [];
  }
}

interface Settled {
  readonly text: string;
  readonly isAnswered: boolean;
  readonly charge?: (incident: Incident) => Incident;
}

/** The intent stays open: the roots in the next look are the proof. Only its due time comes closer. */
async function settle(
  run: RunKey,
  intentId: string,
  world: LookWorld,
  { text, isAnswered, charge = (incident) => incident }: Settled,
): Promise<void> {
  const now = world.clock();
  await swapIncident(world.ledger, run, (incident) => {
    if (incident === null || incident.intent?.intentId !== intentId) return null;
    const dueAt = cadenceAfter({ now, settings: world.settings, incident }, 0);
    const settled = charge({ ...incident, intent: { ...incident.intent, isAnswered } });
    return { ...settled, dueAt, story: tell(incident.story, { at: now, kind: 'write', text }) };
  });
}

/** Surely not executed: as if it had not been decided. Otherwise unknown: nobody repeats it before `settleBy`. */
async function recordFailedSend(
  recorded: Incident,
  intent: Intent,
  error: AirflowError,
  world: LookWorld,
): Promise<void> {
  const now = world.clock();
  world.journal.note({
    event: 'write-unknown',
    ...aboutOf(recorded),
    intentId: intent.intentId,
    code: error.code,
    detail: error.message,
  });
  const { run } = recorded;
  if (error.executed === 'unknown') {
    const text = `sent, but the answer is unknown (${error.code})`;
    await settle(run, intent.intentId, world, { text, isAnswered: false });
    return tellBesides(recorded, world);
  }
  const text = `not executed (${error.code})`;
  const undone = await swapIncident(world.ledger, run, (incident) =>
    incident?.intent?.intentId === intent.intentId ? withoutIntent(incident, intent.intentId, { at: now, text }) : null,
  );
  if (undone !== null) await recordTrouble(undone, error, world, now);
}

function aboutOf({ run, deployment }: Incident) {
  return { run, deployment };
}
