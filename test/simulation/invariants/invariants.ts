import type { Invariant } from './invariant.ts';
import { everyIncidentEnds } from './every-incident-ends.ts';

export type { Invariant };

/** All of them. A new one joins here. */
export const invariants: readonly (() => Invariant)[] = [everyIncidentEnds];
