import type { LogSettings } from './log-tail.ts';
import type { ListingSettings } from './whole-listing.ts';

/** How much is read for one call of the port. */
export type Bounds = ListingSettings & LogSettings & { readonly runsMax: number };

export const bounds: Bounds = {
  taskInstancesMax: 20_000,
  listingLimitMs: 30_000,
  runsMax: 5_000,
  logTailBytes: 64 * 1_024,
  logBytesMax: 32 * 1_024 * 1_024,
  logLimitMs: 15_000,
};
