import { isActive, isRunFinished } from '../airflow/state.ts';
import type { TaskInstance } from '../airflow/task-instance.ts';
import { age } from '../guardrails/age.ts';
import type { Verdict } from '../guardrails/guardrail.ts';
import { judge, stack, strictest } from '../guardrails/stack.ts';
import type { Case } from '../incident/incident.ts';
import type { Action } from '../incident/intent.ts';
import { rootsOf } from '../incident/roots.ts';
import type { Step } from '../policy/policy.ts';
import { createFacts } from './case-facts.ts';
import { readCase } from './case-readings.ts';
import type { Decision, Next } from './decision.ts';
import type { LookInput } from './look-input.ts';
import type { AirflowAbilitiesSeen } from './recorded-look.ts';

/** A decision with the case as it stands after it: the rule and plan that were chosen. */
export interface DecidedCase {
  readonly decision: Decision;
  readonly decided: Case;
}

/** Decides one open case of an incident that was brought up to the truth. Pure. */
export function decideCase(input: LookInput, one: Case, instances: readonly TaskInstance[]): DecidedCase {
  const isFailing = rootsOf(instances).length > 0;
  if (isFailing && one.written === null) {
    const chosen = chooseStep(input, one, instances);
    return { decided: chosen, decision: decideStep(input, chosen, instances) };
  }
  const followed = isFailing ? settlingNext(one, instances) : followedNext(input, one, instances);
  return undecided(
    one,
    followed.next.kind === 'watch' ? (whyGivenUp(input, one, followed.reason) ?? followed) : followed,
  );
}

/** Nobody watches for ever: a step has its time-out, a case its deadline. */
function whyGivenUp(input: LookInput, one: Case, why: string): { reason: string; next: Next } | null {
  const step = one.plan[one.step];
  const timeoutMs = step?.kind === 'clear' || step?.kind === 'setState' ? step.timeoutMs : Number.POSITIVE_INFINITY;
  const channel = tellingChannel(input, one);
  if (one.idle.ms >= timeoutMs)
    return end('escalated', 'the step timed out: nothing of the task is running or queued', channel);
  if (input.now >= deadlineOf(input, one))
    return end('escalated', `still not settled at the deadline: ${why}`, channel);
  return null;
}

function undecided(one: Case, { reason, next }: { reason: string; next: Next }): DecidedCase {
  const decision = { taskId: one.taskId, step: null, verdicts: [], reason, next };
  return { decided: one, decision: one.rule === undefined ? decision : { ...decision, rule: one.rule } };
}

/** Nothing of the task is failed now. */
function followedNext(input: LookInput, one: Case, instances: readonly TaskInstance[]): { reason: string; next: Next } {
  const { run } = input.truth;
  if (instances.some(({ state }) => isActive(state)))
    return { reason: `${one.taskId} is running again`, next: { kind: 'watch' } };
  const waits = instances.some(({ state }) => state === 'none' || state === 'upstream_failed' || state === 'unknown');
  if (waits && run !== null && !isRunFinished(run.state))
    return { reason: `${one.taskId} waits to run${run.state === 'queued' ? queuedWhy : ''}`, next: { kind: 'watch' } };
  if (waits && one.written !== null) return { reason: `${one.taskId} did not run again`, next: { kind: 'watch' } };
  if (waits)
    return end('superseded', `${one.taskId} is no longer failed and did not succeed: somebody else changed it`);
  if (one.written !== null) return end('remedied', `${one.taskId} succeeded after Airmend's write`);
  if (one.writes > 0)
    return end('superseded', `${one.taskId} had failed again, and somebody else ran it until it was settled`);
  return end('superseded', `${one.taskId} is settled and Airmend did nothing: somebody else was there`);
}

/** With `max_active_runs` 1 and dependence on the past, a newer run that holds the place waits for this one for ever. */
const queuedWhy =
  ': its run is queued, as it is while the DAG is paused or other runs take all of `max_active_runs`; a newer run that waits for this one would never free its place';

/** The step's write was recorded and something of the task is (still or again) failed. */
function settlingNext(one: Case, instances: readonly TaskInstance[]): { reason: string; next: Next } {
  const running = instances.some(({ state }) => isActive(state));
  const reason = running ? `${one.taskId} is running again` : `the write for ${one.taskId} is settling`;
  return { reason, next: { kind: 'watch' } };
}

/** At the start of a plan the first matching rule is chosen and its plan copied; later steps go on with the copy. */
function chooseStep(input: LookInput, one: Case, instances: readonly TaskInstance[]): Case {
  if (one.rule !== undefined || one.evidence === null) return one;
  const { rule, plan } = input.policy.chooseRule(createFacts(input, one, instances));
  return { ...one, rule, plan };
}

function decideStep(input: LookInput, one: Case, instances: readonly TaskInstance[]): Decision {
  const step = one.rule === undefined ? null : (one.plan[one.step] ?? input.policy.policy.otherwise[0]);
  const rule = one.rule === undefined ? {} : { rule: one.rule };
  const facts = createFacts(input, one, instances);
  const { guardrails } = input.policy.policy;
  const readings = readCase(input, one, instances, input.policy.protectedBy(facts));
  const verdicts = judge(stack, readings, guardrails);
  const wasRecent = age.judge({ ...readings, now: one.openedAt }, guardrails).kind === 'act';
  const { reason, next } = nextOf(input, one, { step, verdicts, instances, wasRecent });
  return { taskId: one.taskId, ...rule, step, verdicts, reason, next };
}

interface Considered {
  readonly step: Step | null;
  readonly verdicts: readonly Verdict[];
  readonly instances: readonly TaskInstance[];
  /** It was young enough to act on when it was first seen. */
  readonly wasRecent: boolean;
}

function nextOf(input: LookInput, one: Case, considered: Considered): { reason: string; next: Next } {
  const { step, verdicts } = considered;
  const named = (name: string) => verdicts.find(({ guardrail }) => guardrail === name);
  const observing = named('mode')?.kind === 'observe';
  const recent = named(age.name);
  if (recent?.kind === 'refuse') {
    // What was old when it was found is nobody's news; what became too old while it was held is.
    const isNews = considered.wasRecent && one.toldAt === null && !observing;
    return end('too-old', recent.reason, isNews ? tellingChannel(input, one) : null);
  }
  if (step === null || recent?.kind === 'hold') return holdFor(step === null ? named('person') : recent);
  const giveUp = (reason: string) =>
    observing ? end('observed', `would be escalated: ${reason}`) : end('escalated', reason, tellingChannel(input, one));
  if (input.now >= deadlineOf(input, one)) return giveUp('the deadline has passed');
  const sparesSuccess = input.truth.run?.state === 'success' && !input.policy.namesRunState(one.rule ?? null);
  if (sparesSuccess) return end('ignored', 'the run succeeded all the same, and no rule names `runState`');
  if (step.kind === 'escalate')
    return observing
      ? end('observed', `would tell ${step.channel}: ${whyEscalated(one)}`)
      : end('escalated', whyEscalated(one), step.channel);
  if (step.kind === 'ignore')
    return end('ignored', one.rule == null ? 'the policy ignores what no rule matches' : `rule "${one.rule}" says so`);
  const obstacle = step.kind === 'setState' ? whySetStateCant(input.abilities, considered.instances) : null;
  if (obstacle !== null) return giveUp(obstacle);
  return weigh(input, one, step, verdicts);
}

/** The step would write: its wait and the guardrails have the word. */
function weigh(
  input: LookInput,
  one: Case,
  step: Extract<Step, { kind: 'clear' | 'setState' }>,
  verdicts: readonly Verdict[],
): { reason: string; next: Next } {
  const others = verdicts.filter(({ guardrail }) => guardrail !== 'mode');
  const verdict = strictest(others);
  if (verdict.kind === 'hold' || verdict.kind === 'ask') return holdFor(verdict);
  const observing = verdicts.some(({ guardrail, kind }) => guardrail === 'mode' && kind !== 'act');
  const refused = verdict.kind === 'refuse';
  if (refused && !observing) return end(verdict.outcome ?? 'escalated', verdict.reason, tellingChannel(input, one));
  const readyAt = one.stepSince + step.afterMs;
  if (!refused && input.now < readyAt) {
    return {
      reason: `waits ${Math.ceil((readyAt - input.now) / 1_000)} s more before it acts`,
      next: { kind: 'hold', until: readyAt, deploymentCause: null },
    };
  }
  if (observing && refused) return end('observed', `would be refused: ${verdict.reason}`);
  if (observing) {
    const next = { kind: 'end', outcome: 'observed', channel: null, wouldWrite: true } as const;
    return { reason: `would ${describeStep(step)}`, next };
  }
  const action: Action = step.kind === 'clear' ? { kind: 'clear' } : { kind: 'setState', state: step.state };
  return { reason: describeStep(step), next: { kind: 'write', action, failing: one.failing } };
}

function holdFor(verdict: Verdict | undefined): { reason: string; next: Next } {
  if (verdict === undefined)
    return { reason: "can't tell yet", next: { kind: 'hold', until: null, deploymentCause: null } };
  return { reason: verdict.reason, next: holdOf(verdict) };
}

/** What a guardrail's hold means for a case. */
export function holdOf({ guardrail, until, ofDeployment }: Verdict): Next {
  return { kind: 'hold', until: until ?? null, deploymentCause: ofDeployment === true ? guardrail : null };
}

function end(
  outcome: Extract<Next, { kind: 'end' }>['outcome'],
  reason: string,
  channel: string | null = null,
): { reason: string; next: Next } {
  return { reason, next: { kind: 'end', outcome, channel } };
}

/** Whom to tell when a plan is broken off: the channel its own last step names, else the policy's `otherwise`, else the config's first. */
export function tellingChannel({ policy, deployment }: LookInput, one: Case | null): string {
  const last = one?.plan.at(-1);
  if (last?.kind === 'escalate') return last.channel;
  const [otherwise] = policy.policy.otherwise;
  return otherwise.kind === 'escalate' ? otherwise.channel : deployment.defaultChannel;
}

/** From this moment on a case is told and no longer touched. */
export function deadlineOf({ policy }: Pick<LookInput, 'policy'>, one: Case): number {
  return one.openedAt + policy.policy.guardrails.deadline.withinMs;
}

/** One request sets one task instance: of a mapped task the one index that is meant, where the API can name it; a task that runs would be stopped. */
function whySetStateCant({ setsMapIndex }: AirflowAbilitiesSeen, instances: readonly TaskInstance[]): string | null {
  const isMapped = instances.some(({ mapIndex }) => mapIndex >= 0);
  if (isMapped && setsMapIndex !== true) return 'setState can not address an expanded mapped task';
  if (isMapped && rootsOf(instances).length > 1) return 'setState sets one map index, and several are failed';
  if (instances.some(({ state }) => isActive(state))) return 'setState never touches a running task';
  return null;
}

function whyEscalated(one: Case): string {
  if (one.rule == null) return 'no rule matches';
  return one.writes > 0 ? `rule "${one.rule}": its plan is used up` : `rule "${one.rule}" says so`;
}

function describeStep(step: Extract<Step, { kind: 'clear' | 'setState' }>): string {
  return step.kind === 'clear' ? 'clear' : `set state ${step.state}`;
}
