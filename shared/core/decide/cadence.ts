import { createHash } from 'node:crypto';

/**
 * A wait from a list of growing waits (the last repeats), shortened or lengthened by up to a tenth,
 * so that incidents which began together do not look together for ever. Equal input, equal wait.
 */
export function waitMs(waitsMs: readonly number[], position: number, seed: string): number {
  const wait = waitsMs[Math.min(position, waitsMs.length - 1)] ?? 60_000;
  return Math.round(wait * (0.9 + 0.2 * fractionOf(`${seed}:${position}`)));
}

/** A number in [0, 1) from a text, the same each time. */
function fractionOf(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0) / 2 ** 32;
}
