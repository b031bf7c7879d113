import type { RunKey } from '../core/airflow/run.ts';
import { type Control, newControl } from '../core/incident/control.ts';
import type { Incident } from '../core/incident/incident.ts';
import type { Ledger, Revised } from '../ports/ledger.ts';

/** Tries before a compare-and-swap that always loses is given up: it is due again anyway. */
const swapTriesMax = 8;

/** Changes an incident by compare-and-swap, reading it anew when somebody else was first. Null from `change`: leave it. */
export async function swapIncident(
  ledger: Ledger,
  run: RunKey,
  change: (incident: Incident | null) => Incident | null,
): Promise<Revised<Incident> | null> {
  for (let attempt = 0; attempt < swapTriesMax; attempt += 1) {
    const stored = await ledger.readIncident(run);
    const changed = change(stored?.item ?? null);
    if (changed === null) return null;
    const swap = await ledger.recordIncident(changed, stored?.revision ?? null);
    if (swap.kind === 'recorded') return { item: changed, revision: swap.revision };
  }
  return null;
}

/** Changes a deployment's control item; the result is what stands in the ledger afterwards. An unchanged item is not written. */
export async function swapControl(
  ledger: Ledger,
  deploymentId: string,
  change: (control: Control) => Control,
): Promise<Control> {
  for (let attempt = 0; attempt < swapTriesMax; attempt += 1) {
    const stored = await ledger.readControl(deploymentId);
    const before = stored?.item ?? newControl(deploymentId);
    const changed = change(before);
    if (changed === before) return before;
    const swap = await ledger.recordControl(changed, stored?.revision ?? null);
    if (swap.kind === 'recorded') return changed;
  }
  return (await ledger.readControl(deploymentId))?.item ?? newControl(deploymentId);
}
