import { composeNotification } from '../incident/compose-notification.ts';
import type { Incident } from '../incident/incident.ts';
import { tell } from '../incident/story.ts';
import { lastHintDeadline } from './conclude-incident.ts';
import { deadlineOf } from './decide-case.ts';
import { effectiveMode } from './effective-mode.ts';
import type { LookInput } from './look-input.ts';
import { contextOf } from './telling.ts';

export type UnreadInput = Pick<LookInput, 'now' | 'policy' | 'deployment' | 'incident'>;

/** Why an incident whose run can't be read ends all the same: it never can be read, or not by its deadline. Null: look again. */
export function whyUnreadEnds(input: UnreadInput, trouble: { code: string; reason: string }): string | null {
  const { incident, now } = input;
  const settles = incident.intent !== null && now < incident.intent.settleBy;
  if (settles) return null;
  if (trouble.code === 'run-too-large') return trouble.reason;
  const open = incident.cases.filter(({ ending }) => ending === null);
  const deadline = Math.max(lastHintDeadline(input), ...open.map((one) => deadlineOf(input, one)));
  return now >= deadline ? `it could not be read by its deadline: ${trouble.reason}` : null;
}

/** Ends an incident whose run was not read: a person has it, with what is known; in observe nobody is told. */
export function concludeUnread(input: UnreadInput, reason: string): Incident {
  const { incident, now, policy, deployment } = input;
  if (incident.closing !== null) return { ...incident, dueAt: null };
  const observing = effectiveMode(policy.policy, null, deployment.mode) === 'observe';
  const outcome = observing ? 'observed' : 'escalated';
  const ending = { outcome, at: now, reason, channel: observing ? null : deployment.defaultChannel } as const;
  const cases = incident.cases.map((one) => (one.ending === null ? { ...one, ending } : one));
  const failing = incident.cases.map((one) => ({ taskId: one.taskId, roots: one.failing }));
  const closed: Incident = {
    ...incident,
    cases,
    intent: null,
    dueAt: null,
    closing: { outcome, at: now, reason, failing, runEndedAt: null },
    story: tell(incident.story, { at: now, kind: 'ending', text: `${outcome}: ${reason}` }),
  };
  if (observing) return closed;
  return { ...closed, outbox: [...closed.outbox, composeNotification('ended', closed, reason, contextOf(input))] };
}
