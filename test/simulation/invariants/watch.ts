import type { Happening } from '../happening.ts';
import type { SimulatedWorld } from '../world.ts';
import { Chronicle } from './chronicle.ts';
import { invariants } from './invariants.ts';

/** Runs every invariant over all that happens. */
export function createWatch() {
  const violations: string[] = [];
  const outcomes = new Map<string, number>();
  const watchers = invariants.map((create) => create());
  const chronicle = new Chronicle();
  return {
    violations,
    outcomes,
    see(happening: Happening, world: SimulatedWorld): void {
      countOutcome(outcomes, happening);
      chronicle.see(happening, world);
      for (const { name, see } of watchers) {
        const violated = (what: string): void => {
          world.trace.write(world.time.now, `VIOLATED ${name}: ${what}`);
          violations.push(`${name}: ${what}`);
        };
        see(happening, { world, chronicle, violated });
      }
      if (happening.kind === 'sent') chronicle.noteSent(happening, world.time.now);
    },
  };
}

function countOutcome(outcomes: Map<string, number>, happening: Happening): void {
  if (happening.kind !== 'recorded') return;
  const { closing } = happening.incident;
  if (closing === null || happening.before?.closing?.at === closing.at) return;
  outcomes.set(closing.outcome, (outcomes.get(closing.outcome) ?? 0) + 1);
}
