import type { Happening } from '../happening.ts';
import type { SimulatedWorld } from '../world.ts';
import { type Invariant, invariants } from './invariants.ts';

/** Runs every invariant over all that happens. */
export function createWatch() {
  const violations: string[] = [];
  const outcomes = new Map<string, number>();
  const watchers = invariants.map((create) => create());
  return {
    violations,
    outcomes,
    see(happening: Happening, world: SimulatedWorld): void {
      countOutcome(outcomes, happening);
      for (const { name, see } of watchers) {
        see(happening, world, (what) => {
          world.trace.write(world.time.now, `VIOLATED ${name}: ${what}`);
          violations.push(`${name}: ${what}`);
        });
      }
    },
  };
}

export type { Invariant };

function countOutcome(outcomes: Map<string, number>, happening: Happening): void {
  if (happening.kind !== 'recorded') return;
  const { closing } = happening.incident;
  if (closing === null || happening.before?.closing?.at === closing.at) return;
  outcomes.set(closing.outcome, (outcomes.get(closing.outcome) ?? 0) + 1);
}
