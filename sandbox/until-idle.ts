import type { Ledger } from '../shared/ports/ledger.ts';

const pollMs = 250;
const dayMs = 24 * 3_600_000;
const incidentsMax = 10_000;

/** Resolves once at least one incident was opened and none is open. */
export async function untilIdle(ledger: Ledger): Promise<void> {
  for (;;) {
    const now = Date.now();
    const incidents = await ledger.listIncidents({ limit: incidentsMax, closedSince: now - dayMs, now });
    if (incidents.length > 0 && incidents.every(({ dueAt }) => dueAt === null)) return;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
