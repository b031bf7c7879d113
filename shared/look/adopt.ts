import { enforcementKey } from '../core/decide/case-readings.ts';
import { enforcedRules, type PolicyModes } from '../core/decide/effective-mode.ts';
import type { Control } from '../core/incident/control.ts';

import type { Ledger } from '../ports/ledger.ts';
import { swapControl } from './swap.ts';

/** What the sweep knows of a deployment. */
export interface AdoptedDeployment {
  readonly deploymentId: string;
  readonly mode: 'observe' | 'enforce';
  /** The config's `adoptFailuresSince`; null: from the first sweep on. */
  readonly adoptFailuresSince: number | null;
}

/** Notes since when a deployment is looked after and since when each rule may act. Idempotent; never moves a time back. */
export async function adopt(
  ledger: Ledger,
  deployment: AdoptedDeployment,
  policy: PolicyModes,
  now: number,
): Promise<Control> {
  return swapControl(ledger, deployment.deploymentId, (control) => adopted(control, deployment, policy, now));
}

function adopted(control: Control, deployment: AdoptedDeployment, policy: PolicyModes, now: number): Control {
  const isNew = control.adoptedAt === null;
  const adoptedAt = control.adoptedAt ?? Math.min(now, deployment.adoptFailuresSince ?? now);
  const keys = enforcedRules(policy, deployment.mode).map(enforcementKey);
  // What is there at adoption counts from adoption; what joins or becomes looser later counts from its first sight.
  const since = isNew ? adoptedAt : now;
  const enforcedSince = Object.fromEntries(
    keys.map((key) => [key, Object.hasOwn(control.enforcedSince, key) ? (control.enforcedSince[key] ?? since) : since]),
  );
  const unchanged = !isNew && sameTimes(control.enforcedSince, enforcedSince);
  return unchanged ? control : { ...control, adoptedAt, enforcedSince };
}

function sameTimes(left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>): boolean {
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => left[key] === right[key]);
}
