import { refused, type SignedDelivery, type Verification, verified } from './scheme.ts';

export const toleranceSecondsDefault = 300;

/** Whether a signed time (seconds of the epoch) is near enough to now, in both directions. */
export function verifySignedTime(
  seconds: string | undefined,
  { now, toleranceSeconds = toleranceSecondsDefault }: { now: number | null; toleranceSeconds?: number | undefined },
): Verification {
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) return refused('there is no signed time in seconds');
  if (now === null) return verified;
  const apartSeconds = Math.abs(Math.floor(now / 1_000) - Number(seconds));
  if (apartSeconds <= toleranceSeconds) return verified;
  return refused(`the signed time is ${apartSeconds} s from now; ${toleranceSeconds} s are allowed`);
}

/** A delivery whose time may be off by the tolerance in both directions, to the end of the last second. */
export function toDelivery(id: string, toleranceSeconds = toleranceSecondsDefault): SignedDelivery {
  return { id, goodForMs: (2 * toleranceSeconds + 1) * 1_000 };
}
