import { composeDeploymentNotification } from '../incident/compose-deployment-notification.ts';
import { composeNotification } from '../incident/compose-notification.ts';
import type { Case, Incident } from '../incident/incident.ts';
import { enqueue } from '../incident/outbox.ts';
import type { Outcome } from '../incident/outcome.ts';
import { tell } from '../incident/story.ts';
import { tellingChannel } from './decide-case.ts';
import type { Decision } from './decision.ts';
import { effectiveMode } from './effective-mode.ts';
import type { LookInput } from './look-input.ts';

/** When a person is told of a case that is neither resolved nor running again, whatever holds it. */
export function tellBy({ policy }: LookInput, one: Case): number {
  return one.failedAt + policy.policy.guardrails.tell.withinMs;
}

/** Adds a message for every case whose time to be told has come. Observe sends nothing. */
export function notifyOfUnresolved(input: LookInput, decisions: readonly Decision[]): Incident {
  const { incident, now } = input;
  const byTaskId = new Map(decisions.map((decision) => [decision.taskId, decision]));
  const due = incident.cases.filter((one) => isUntold(input, one, byTaskId.get(one.taskId)));
  if (due.length === 0) return incident;
  const told = new Set(due.map(({ taskId }) => taskId));
  const reason =
    due.map((one) => one.ending?.reason ?? byTaskId.get(one.taskId)?.reason ?? '').find((text) => text !== '') ??
    'it is not resolved';
  const entry = { at: now, kind: 'told', text: `a person is told that it is not resolved: ${reason}` } as const;
  const cases = incident.cases.map((one) => (told.has(one.taskId) ? { ...one, toldAt: now } : one));
  const open = { ...incident, cases, story: tell(incident.story, entry) };
  const causes = new Set(due.map((one) => deploymentCauseOf(one, byTaskId.get(one.taskId))));
  const [cause] = causes;
  if (causes.size === 1 && cause != null) return withDeploymentMessage(input, open, { cause, reason, due });
  const channels = new Set(due.map((one) => one.ending?.channel ?? tellingChannel(input, one)));
  const messages = [...channels].map((channel) =>
    composeNotification('unresolved', open, reason, contextOf(input, channel)),
  );
  return { ...open, outbox: enqueue(open.outbox, messages) };
}

function deploymentCauseOf(one: Case, decision: Decision | undefined): string | null {
  return one.ending === null && decision?.next.kind === 'hold' ? decision.next.deploymentCause : null;
}

/** What holds every run of the deployment is told once for all of them. */
function withDeploymentMessage(
  input: LookInput,
  open: Incident,
  { cause, reason, due }: { cause: string; reason: string; due: readonly Case[] },
): Incident {
  const since = Math.max(...due.map(({ failedAt, openedAt }) => Math.max(failedAt, openedAt)));
  const context = contextOf(input);
  return {
    ...open,
    outbox: enqueue(open.outbox, [composeDeploymentNotification(open, { cause, reason, since }, context)]),
  };
}

function isUntold(input: LookInput, one: Case, decision: Decision | undefined): boolean {
  if (one.toldAt !== null || input.now < tellBy(input, one)) return false;
  if (one.ending !== null) return one.ending.channel !== null;
  if (effectiveMode(input.policy.policy, one.rule ?? null, input.deployment.mode) === 'observe') return false;
  return decision === undefined || decision.next.kind === 'hold' || decision.next.kind === 'write';
}

/** Adds the one message of an incident that ends badly, to every channel that one of its cases names. */
export function notifyOfEnding(input: LookInput, ending: { outcome: Outcome; reason: string }): Incident {
  const { incident } = input;
  const named = incident.cases.flatMap((one) => (one.ending?.channel == null ? [] : [one.ending.channel]));
  const needsSomebody =
    ending.outcome === 'escalated' || (ending.outcome === 'superseded' && incident.cases.length === 0);
  const channels = new Set(named.length === 0 && needsSomebody ? [tellingChannel(input, null)] : named);
  const messages = [...channels].map((channel) =>
    composeNotification('ended', incident, ending.reason, contextOf(input, channel)),
  );
  return { ...incident, outbox: enqueue(incident.outbox, messages) };
}

/** What a message is composed from; without a channel it is the deployment's own. */
export function contextOf(
  { now, deployment }: Pick<LookInput, 'now' | 'deployment'>,
  channel = deployment.defaultChannel,
) {
  return { now, channel, airflowUrl: deployment.airflowUrl };
}
