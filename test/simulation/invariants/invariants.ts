import { boundedTries } from './bounded-tries.ts';
import { budgetsKept } from './budgets-kept.ts';
import { decidedOnTruth } from './decided-on-truth.ts';
import { everyIncidentEnds } from './every-incident-ends.ts';
import { guardedWrites } from './guarded-writes.ts';
import type { Invariant } from './invariant.ts';
import { noSecrets } from './no-secrets.ts';
import { nothingLeftBehind } from './nothing-left-behind.ts';
import { oneWritePerTry } from './one-write-per-try.ts';
import { personRespected } from './person-respected.ts';
import { provedWrites } from './proved-writes.ts';
import { reportsRecorded } from './reports-recorded.ts';
import { selectors } from './selectors.ts';
import { supersededByAPerson } from './superseded-by-a-person.ts';
import { toldInTime } from './told-in-time.ts';
import { toldOnce } from './told-once.ts';
import { verifiedOutcomes } from './verified-outcomes.ts';
import { widerEffects } from './wider-effects.ts';

/** What must hold in every world. A new one joins here. */
export const invariants: readonly (() => Invariant)[] = [
  reportsRecorded,
  decidedOnTruth,
  selectors,
  provedWrites,
  widerEffects,
  oneWritePerTry,
  boundedTries,
  budgetsKept,
  guardedWrites,
  personRespected,
  supersededByAPerson,
  toldInTime,
  toldOnce,
  verifiedOutcomes,
  nothingLeftBehind,
  everyIncidentEnds,
  noSecrets,
];
