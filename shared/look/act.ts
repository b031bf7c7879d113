import { cadenceAfter } from '../core/decide/conclude-incident.ts';
import type { DecidedCases } from '../core/decide/decide.ts';
import { holdOf, tellingChannel } from '../core/decide/decide-case.ts';
import type { Decision, Next } from '../core/decide/decision.ts';
import type { PlannedWrite } from '../core/decide/group-writes.ts';
import type { LookInput } from '../core/decide/look-input.ts';
import type { Incident } from '../core/incident/incident.ts';
import { describeAction } from '../core/incident/record-intent.ts';
import { tell } from '../core/incident/story.ts';
import type { Revision } from '../ports/ledger.ts';
import { judgeAgain } from './judge-again.ts';
import type { LookWorld } from './look-world.ts';
import { prove } from './prove.ts';
import { sendWrite } from './send-write.ts';

export type Acted =
  /** An intent was recorded; what became of it is in the ledger. */
  | { readonly kind: 'written' }
  /** Somebody else changed the incident meanwhile: their look goes on. */
  | { readonly kind: 'lost' }
  /** Nothing was written; the decisions as they stand now. */
  | { readonly kind: 'unwritten'; readonly incident: Incident; readonly decisions: readonly Decision[] };

/** Proves a look's write, judges it once more, records the intent and sends it. Whatever speaks against it changes the decisions instead. */
export async function actOn(
  decided: DecidedCases,
  revision: Revision,
  input: LookInput,
  world: LookWorld,
): Promise<Acted> {
  const { write } = decided;
  if (write === null) return { kind: 'unwritten', incident: decided.incident, decisions: decided.decisions };
  const { run } = input.incident;
  const about = { run, deployment: world.deployment.name, action: describeAction(write.action) };
  const proof = await prove(world.airflow, run, write, input.truth);
  if (proof.kind === 'narrower')
    return instead(decided, write, {
      reason: `less is there than was listed (${proof.difference}): looking again`,
      next: { kind: 'hold', until: cadenceAfter(input, 0), deploymentCause: null },
    });
  if (proof.kind === 'refused') {
    const { reason } = proof;
    world.journal.note({ event: 'write-refused', ...about, reason });
    return instead(decided, write, {
      reason,
      next: { kind: 'end', outcome: 'escalated', channel: tellingChannel(input, null) },
    });
  }
  world.journal.note({
    event: 'write-proved',
    ...about,
    taskIds: proof.tasks.map(({ taskId }) => taskId),
    touched: proof.touched,
  });
  const verdict = await judgeAgain(write, proof, { ...input, incident: decided.incident }, world);
  if (verdict.kind === 'act') return sendWrite({ decided, write, proof, revision }, input, world);
  world.journal.note({ event: 'write-refused', ...about, reason: verdict.reason });
  if (verdict.kind === 'refuse')
    return instead(decided, write, {
      reason: verdict.reason,
      next: { kind: 'end', outcome: verdict.outcome ?? 'escalated', channel: tellingChannel(input, null) },
    });
  return instead(decided, write, { reason: verdict.reason, next: holdOf(verdict) });
}

/** The decisions with what the write's cases get instead of it. */
function instead(decided: DecidedCases, write: PlannedWrite, change: { reason: string; next: Next }): Acted {
  const named = new Set(write.tasks.map(({ taskId }) => taskId));
  const isLeftover = write.action.kind === 'completion' || write.action.kind === 'queueRun';
  const decisions = decided.decisions.map((decision) =>
    named.has(decision.taskId) && decision.next.kind === 'write' ? { ...decision, ...change } : decision,
  );
  return {
    kind: 'unwritten',
    incident:
      isLeftover && change.next.kind === 'end' ? giveUpLeftover(decided.incident, change.reason) : decided.incident,
    decisions,
  };
}

/** What was left over and may not be mended is a person's: no further try is made. */
function giveUpLeftover(incident: Incident, reason: string): Incident {
  const story = tell(incident.story, { at: incident.lookBeganAt ?? incident.openedAt, kind: 'proof', text: reason });
  return { ...incident, completions: Number.MAX_SAFE_INTEGER, runQueuings: Number.MAX_SAFE_INTEGER, story };
}
