import type { TaskInstance } from '../airflow/task-instance.ts';
import {
  known,
  type PersonSign,
  type Reading,
  type Readings,
  type TriesReading,
  unknown,
} from '../guardrails/guardrail.ts';
import { offTag } from '../guardrails/protect.ts';
import { readBudgets } from '../incident/budget.ts';
import { coveringPause } from '../incident/control.ts';
import { triesAdded, triesOf, triesOfOneClear } from '../incident/count-tries.ts';
import type { Case } from '../incident/incident.ts';
import { type Roots, rootsOf, wasRerun } from '../incident/roots.ts';
import { effectiveMode } from './effective-mode.ts';
import type { LookInput } from './look-input.ts';
import { runWasMarked } from './run-was-marked.ts';

/** What the guardrails see of one case whose present step would write. */
export function readCase(
  input: LookInput,
  one: Case,
  instances: readonly TaskInstance[],
  protectedBy: string | null,
): Readings {
  const { now, truth, control, policy, deployment, budget, incident } = input;
  const failing = rootsOf(instances);
  const mode = effectiveMode(policy.policy, one.rule ?? null, deployment.mode);
  const budgetQuery = { dagId: incident.run.dagId, shadow: mode === 'observe', now };
  return {
    now,
    mode: known(mode),
    ...readTimes(input, one),
    nativeRetries: known(instances.filter(({ state }) => state === 'up_for_retry' || state === 'restarting').length),
    person: readPerson(input, one, instances),
    dag: readDag(input),
    observedAt: known(truth.observedAt),
    touched: known(failing.length),
    tries: readTries(input, one, failing),
    budgets: known(readBudgets(budget, policy.policy.guardrails.budgets, budgetQuery)),
    protectedBy: known(
      dagIsOff(input) ? `the DAG's tag \`${offTag}\`` : (protectedBy ?? one.evidence?.protectedBy ?? null),
    ),
    pause: known(coveringPause(control, incident.run, now)),
    health: known(control.health),
  };
}

/** What a case's age is judged by. */
export function readTimes(
  input: Pick<LookInput, 'control' | 'policy' | 'deployment'>,
  one: Case,
): Pick<Readings, 'failedAt' | 'adoptedAt' | 'enforcedSince'> {
  const { adoptedAt } = input.control;
  return {
    failedAt: known(one.failedAt),
    adoptedAt: adoptedAt === null ? unknown('the deployment has not been swept yet') : known(adoptedAt),
    enforcedSince: readEnforcedSince(input, one),
  };
}

function readEnforcedSince(
  { control, policy, deployment }: Parameters<typeof readTimes>[0],
  one: Case,
): Reading<number> {
  const rule = one.rule ?? null;
  if (effectiveMode(policy.policy, rule, deployment.mode) === 'observe') return known(0);
  const key = enforcementKey(rule);
  const since = Object.hasOwn(control.enforcedSince, key) ? control.enforcedSince[key] : undefined;
  return since === undefined ? unknown('the sweep has not taken note of this rule yet') : known(since);
}

/** The name under which a rule's enforcement is remembered. */
export function enforcementKey(rule: string | null): string {
  return rule === null ? 'otherwise' : `rule:${rule}`;
}

function readPerson({ truth }: LookInput, one: Case, instances: readonly TaskInstance[]): Reading<PersonSign | null> {
  if (wasRerun(instances, one.failing)) return known('cleared-by-another');
  if (one.evidence === null) return unknown('the log of the failed try is not readable or not complete yet');
  if (one.evidence.setFromOutside) return known('set-from-outside');
  return known(runWasMarked(truth, one.failedAt) ? 'run-marked' : null);
}

function readDag({ truth: { dag } }: LookInput): Readings['dag'] {
  if (dag === undefined) return unknown('the DAG was not read');
  if (dag === null) return known({ isPaused: null, isActive: false, hasImportErrors: null });
  return known({ isPaused: dag.isPaused, isActive: dag.isActive, hasImportErrors: dag.hasImportErrors });
}

function dagIsOff({ truth: { dag } }: LookInput): boolean {
  return dag?.tags.includes(offTag) ?? false;
}

function readTries({ incident }: LookInput, one: Case, failing: Roots): Reading<TriesReading> {
  const tries = triesOf(incident.tries, one.taskId);
  const readings = failing.map((root) => ({
    spent: triesAdded(tries, root.mapIndex),
    added: triesOfOneClear(root, tries),
    mapIndex: root.mapIndex,
  }));
  const [first, ...others] = readings;
  if (first === undefined) return unknown('no instance of the task is failed');
  return known(others.reduce((most, next) => (next.spent + next.added > most.spent + most.added ? next : most), first));
}
