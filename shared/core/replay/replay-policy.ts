import { isFailed, type TaskInstance } from '../airflow/task-instance.ts';
import { concludeIncident } from '../decide/conclude-incident.ts';
import { decide } from '../decide/decide.ts';
import type { Decision } from '../decide/decision.ts';
import type { PlannedWrite } from '../decide/group-writes.ts';
import type { DecidingPolicy, LookInput } from '../decide/look-input.ts';
import type { Truth } from '../decide/truth.ts';
import { openIncident } from '../incident/begin-look.ts';
import { type Budget, chargeBudget, newBudget } from '../incident/budget.ts';
import { triesOf, triesOfOneClear } from '../incident/count-tries.ts';
import type { Incident } from '../incident/incident.ts';
import type { Intent } from '../incident/intent.ts';
import { withIntent } from '../incident/record-intent.ts';
import { episodeInput } from './decide-episode.ts';
import type { Episode } from './episode.ts';

/** What a re-run that was never made is taken to do. `recorded`: what the task really did in the end. */
export type Assumption = 'recorded' | 'fails' | 'recovers';

/** What a policy would have done with one episode. */
export interface ReplayedEpisode {
  readonly run: Episode['run'];
  readonly deployment: string;
  readonly outcome: string;
  readonly reason: string;
  /** The rule that decided each case, by task id; null: `otherwise`. */
  readonly rules: Readonly<Record<string, string | null>>;
  readonly clears: number;
  readonly setStates: number;
  readonly instancesTouched: number;
  readonly triesAdded: number;
  /** Guardrails that held or refused, by name, and how often. */
  readonly guardrails: Readonly<Record<string, number>>;
  readonly channels: readonly string[];
}

/** A look that leads to nothing new is followed by the next due one, at most so many times: a plan is far shorter. */
const looksMax = 200;

/**
 * Decides recorded failures anew, by the product's own decision, on a clock that jumps from one due look to the next.
 * Pure. In enforce as in observe the plan is followed to its end; budgets run across all episodes, in time order.
 */
export function replayPolicy(
  episodes: readonly Episode[],
  policy: DecidingPolicy,
  assume: Assumption,
): ReplayedEpisode[] {
  const enforcing = {
    ...policy,
    policy: {
      ...policy.policy,
      mode: 'enforce' as const,
      rules: policy.policy.rules.map((rule) => ({ ...rule, mode: 'enforce' as const })),
    },
  };
  const budgets = new Map<string, Budget>();
  return episodes.map((episode) => {
    const { deploymentId } = episode.run;
    const replay = replayEpisode(episode, enforcing, {
      assume,
      budget: budgets.get(deploymentId) ?? newBudget(deploymentId),
    });
    budgets.set(deploymentId, replay.budget);
    return replay.replayed;
  });
}

interface Tally {
  clears: number;
  setStates: number;
  instancesTouched: number;
  triesAdded: number;
  readonly guardrails: Record<string, number>;
}

function replayEpisode(
  episode: Episode,
  policy: DecidingPolicy,
  context: { assume: Assumption; budget: Budget },
): { replayed: ReplayedEpisode; budget: Budget } {
  let { budget } = context;
  let truth: Truth = episode.truth;
  let now = episode.at;
  let incident: Incident = { ...openIncident(episode.run, episode.deployment, now), hints: episode.hints };
  const tally: Tally = { clears: 0, setStates: 0, instancesTouched: 0, triesAdded: 0, guardrails: Object.create(null) };
  for (let look = 0; look < looksMax; look += 1) {
    const input = lookInput(episode, policy, { truth, now, incident, budget });
    const { write, ...decided } = decide(input);
    countGuardrails(tally, decided.decisions);
    if (write === null) {
      const concluded = concludeIncident({ ...input, incident: decided.incident }, decided.decisions);
      incident = concluded.incident;
      if (concluded.conclusion.kind === 'closed') break;
      now = concluded.conclusion.dueAt;
      truth = { ...truth, observedAt: now };
      continue;
    }
    countWrite(tally, write, decided.incident, truth);
    const intent = toIntent(write, look, now);
    incident = withIntent(decided.incident, intent);
    if (intent.action.kind === 'clear')
      budget = chargeBudget(
        budget,
        { intentId: `${episode.run.dagRunId}/${look}`, dagId: episode.run.dagId, at: now, shadow: false },
        policy.policy.guardrails.budgets,
      );
    ({ truth, now } = afterWrite(episode, write, { truth, now, assume: context.assume }));
  }
  return { replayed: describe(episode, incident, tally), budget };
}

function lookInput(
  episode: Episode,
  policy: DecidingPolicy,
  at: Pick<LookInput, 'truth' | 'now' | 'incident' | 'budget'>,
): LookInput {
  return { ...episodeInput(episode, policy), ...at, settings: { ...episode.settings, freshHintMs: 0 } };
}

function countGuardrails(tally: Tally, decisions: readonly Decision[]): void {
  for (const { verdicts } of decisions) {
    for (const { guardrail, kind } of verdicts)
      if (kind !== 'act') tally.guardrails[guardrail] = (tally.guardrails[guardrail] ?? 0) + 1;
  }
}

function countWrite(tally: Tally, { action, tasks }: PlannedWrite, incident: Incident, truth: Truth): void {
  const touched = tasks.reduce((sum, { roots }) => sum + roots.length, 0);
  if (action.kind === 'clear') {
    tally.clears += 1;
    tally.instancesTouched += touched + truth.taskInstances.filter(({ state }) => state === 'upstream_failed').length;
    tally.triesAdded += tasks.reduce(
      (sum, { taskId, roots }) =>
        sum + roots.reduce((tries, root) => tries + triesOfOneClear(root, triesOf(incident.tries, taskId)), 0),
      0,
    );
  }
  if (action.kind === 'setState') {
    tally.setStates += 1;
    tally.instancesTouched += touched;
  }
}

function toIntent({ action, tasks }: PlannedWrite, look: number, now: number): Intent {
  const named = tasks.map((task) => ({ ...task, blocked: 0 }));
  return {
    intentId: `replay-${look}`,
    action,
    tasks: named,
    recordedAt: now,
    sendBy: now,
    settleBy: now,
    runEndedAt: null,
    settledOutside: 0,
    failedOutside: [],
    isAnswered: true,
  };
}

/** What Airflow would show once the write had run its course. */
function afterWrite(
  episode: Episode,
  { action, tasks }: PlannedWrite,
  at: { truth: Truth; now: number; assume: Assumption },
): { truth: Truth; now: number } {
  const written = new Set(tasks.map(({ taskId }) => taskId));
  const helps = (taskId: string) =>
    action.kind !== 'clear' ||
    (at.assume === 'recorded' ? episode.recordedEnd.get(taskId) === 'recovered' : at.assume === 'recovers');
  const endedAt = at.now + reRunMs(at.truth.taskInstances, written);
  const taskInstances = at.truth.taskInstances.map((instance) =>
    reRun(instance, {
      isWritten: written.has(instance.taskId),
      helps: helps(instance.taskId),
      endedAt,
      isCleared: action.kind === 'clear',
    }),
  );
  const isHealed = !taskInstances.some(isFailed);
  const settled = isHealed
    ? taskInstances.map((instance) =>
        instance.state === 'upstream_failed' ? { ...instance, state: 'success' as const } : instance,
      )
    : taskInstances;
  const run =
    at.truth.run === null
      ? null
      : { ...at.truth.run, state: isHealed ? ('success' as const) : ('failed' as const), endedAt };
  const logs = settled.filter(isFailed).flatMap((instance) => logOf(at.truth, instance));
  return { truth: { ...at.truth, observedAt: endedAt, run, taskInstances: settled, logs }, now: endedAt };
}

function reRun(
  instance: TaskInstance,
  { isWritten, helps, endedAt, isCleared }: { isWritten: boolean; helps: boolean; endedAt: number; isCleared: boolean },
): TaskInstance {
  if (!isWritten || !isFailed(instance)) return instance;
  if (!isCleared) return { ...instance, state: 'success' };
  const maxTries = instance.tryNumber + instance.maxTries;
  return {
    ...instance,
    state: helps ? 'success' : 'failed',
    tryNumber: helps ? instance.tryNumber + 1 : maxTries + 1,
    maxTries,
    endedAt,
  };
}

/** A task that fails again is taken to fail for the same reason. */
function logOf(truth: Truth, { taskId, mapIndex, tryNumber }: TaskInstance): Truth['logs'] {
  const before = truth.logs.find((log) => log.taskId === taskId);
  return before === undefined ? [] : [{ ...before, mapIndex, tryNumber }];
}

const shortestReRunMs = 60_000;

function reRunMs(taskInstances: readonly TaskInstance[], written: ReadonlySet<string>): number {
  const durations = taskInstances
    .filter(({ taskId }) => written.has(taskId))
    .map(({ durationSeconds }) => (durationSeconds ?? 0) * 1_000);
  return Math.max(shortestReRunMs, ...durations);
}

function describe(episode: Episode, incident: Incident, tally: Tally): ReplayedEpisode {
  const { cases, closing, outbox } = incident;
  return {
    run: episode.run,
    deployment: episode.deployment,
    outcome: closing?.outcome ?? 'open',
    reason: closing?.reason ?? 'still held when the replay ended',
    rules: Object.fromEntries(cases.map(({ taskId, rule }) => [taskId, rule ?? null])),
    clears: tally.clears,
    setStates: tally.setStates,
    instancesTouched: tally.instancesTouched,
    triesAdded: tally.triesAdded,
    guardrails: { ...tally.guardrails },
    channels: [...new Set(outbox.map(({ channel }) => channel))],
  };
}
