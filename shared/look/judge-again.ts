import { readTimes } from '../core/decide/case-readings.ts';
import { effectiveMode } from '../core/decide/effective-mode.ts';
import type { PlannedWrite } from '../core/decide/group-writes.ts';
import type { LookInput } from '../core/decide/look-input.ts';
import { findProtectedBelow } from '../core/decide/protected-below.ts';
import { age } from '../core/guardrails/age.ts';
import { blastRadius } from '../core/guardrails/blast-radius.ts';
import { dagReady } from '../core/guardrails/dag-ready.ts';
import { known, type Readings, unknown, type Verdict } from '../core/guardrails/guardrail.ts';
import { mode } from '../core/guardrails/mode.ts';
import { offTag, protect } from '../core/guardrails/protect.ts';
import { judge, judgedAgain, strictest } from '../core/guardrails/stack.ts';
import { newBudget, readBudgets } from '../core/incident/budget.ts';
import { coveringPause, newControl } from '../core/incident/control.ts';
import type { LookWorld } from './look-world.ts';
import type { Proof } from './prove.ts';

/** Judges a proved write once more, on what can have gone stale: read again from the ledger, by the same guardrails. */
export async function judgeAgain(
  write: PlannedWrite,
  proof: Extract<Proof, { kind: 'proved' }>,
  input: LookInput,
  world: LookWorld,
): Promise<Verdict> {
  const { deploymentId } = world.deployment;
  const [control, budget] = await Promise.all([
    world.ledger.readControl(deploymentId),
    world.ledger.readBudget(deploymentId),
  ]);
  const now = world.clock();
  const controlNow = control?.item ?? newControl(deploymentId);
  const isCharged = write.action.kind === 'clear' || write.action.kind === 'setState';
  const limits = isCharged ? input.policy.policy.guardrails.budgets : [];
  const { run } = input.incident;
  const { dag } = input.truth;
  const again: Readings = {
    ...unasked,
    now,
    mode: known(effectiveMode(input.policy.policy, null, world.deployment.mode)),
    dag: dag === undefined || dag === null ? unknown('the DAG was not read') : known(dag),
    protectedBy: known(
      dag?.tags.includes(offTag) ? `the DAG's tag \`${offTag}\`` : findProtectedBelow(input, proof.below),
    ),
    observedAt: known(input.truth.observedAt),
    touched: known(proof.touched),
    budgets: known(
      readBudgets(budget?.item ?? newBudget(deploymentId), limits, { dagId: run.dagId, shadow: false, now }),
    ),
    pause: known(coveringPause(controlNow, run, now)),
    health: known(controlNow.health),
  };
  const { guardrails } = input.policy.policy;
  const named = new Set(write.tasks.map(({ taskId }) => taskId));
  const ages = input.incident.cases
    .filter(({ taskId }) => isCharged && named.has(taskId))
    .map((one) => age.judge({ ...again, ...readTimes({ ...input, control: controlNow }, one) }, guardrails));
  return strictest([...judge([mode, protect, dagReady, ...judgedAgain, blastRadius], again, guardrails), ...ages]);
}

const notAsked = unknown('not judged again');
const unasked = {
  failedAt: notAsked,
  adoptedAt: notAsked,
  enforcedSince: notAsked,
  nativeRetries: notAsked,
  person: notAsked,
  tries: notAsked,
};
