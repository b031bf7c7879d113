import { createFacts } from '../decide/case-facts.ts';
import { enforcementKey } from '../decide/case-readings.ts';
import { decide } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import type { DecidingPolicy, LookInput } from '../decide/look-input.ts';
import { strictest } from '../guardrails/stack.ts';
import { openIncident } from '../incident/begin-look.ts';
import { newBudget } from '../incident/budget.ts';
import { newControl } from '../incident/control.ts';
import type { Facts } from '../policy/facts.ts';
import type { DecidedCase } from '../policy/policy-cases.ts';
import { renderStep } from '../policy/render-step.ts';
import type { Episode } from './episode.ts';

/** What a policy decides for one case of a recorded look, guardrails included, as if it had been in force. Null: no such case. */
export function decideEpisode(episode: Episode, policy: DecidingPolicy, taskId?: string): DecidedCase | null {
  const { incident, decisions } = decide(episodeInput(episode, policy));
  const decision = decisions.find((one) => taskId === undefined || one.taskId === taskId);
  const one = incident.cases.find((known) => known.taskId === decision?.taskId);
  if (decision === undefined || one === undefined) return null;
  return {
    rule: decision.rule ?? null,
    step: decision.step === null ? undefined : renderStep(decision.step),
    plan: one.plan.map(renderStep),
    failureClass: one.evidence?.failureClass,
    decision: decision.next.kind === 'end' ? decision.next.outcome : decision.next.kind,
    refusal: refusalOf(decision),
  };
}

/** The facts of the first failed task of an episode, as a pattern of this policy sees them. Null: none is failed. */
export function factsOfEpisode(episode: Episode, policy: DecidingPolicy): Facts | null {
  const input = episodeInput(episode, policy);
  const { incident } = decide(input);
  const [first] = incident.cases;
  if (first === undefined) return null;
  const instances = episode.truth.taskInstances.filter(({ taskId }) => taskId === first.taskId);
  return createFacts({ ...input, incident }, first, instances);
}

/** The input of the look that first saw the failure, with nothing spent and every rule allowed to act. */
export function episodeInput(episode: Episode, policy: DecidingPolicy): LookInput {
  const { deploymentId } = episode.run;
  const keys = [null, ...policy.policy.rules.map(({ name }) => name)].map(enforcementKey);
  return {
    now: episode.at,
    policy,
    settings: episode.settings,
    deployment: {
      name: episode.deployment,
      deploymentId,
      mode: 'enforce',
      airflowUrl: null,
      defaultChannel: 'default',
    },
    abilities: { addressesMapIndex: false },
    truth: episode.truth,
    incident: { ...openIncident(episode.run, episode.deployment, episode.at), hints: episode.hints },
    control: {
      ...newControl(deploymentId),
      adoptedAt: 0,
      enforcedSince: Object.fromEntries(keys.map((key) => [key, 0])),
    },
    budget: newBudget(deploymentId),
  };
}

function refusalOf({ step, verdicts }: Decision): string | null {
  if (step === null || step.kind === 'escalate' || step.kind === 'ignore') return null;
  const verdict = strictest(verdicts);
  return verdict.kind === 'act' ? null : verdict.guardrail;
}
