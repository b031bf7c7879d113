import { hash, timingSafeEqual } from 'node:crypto';

/** Compares in a time that tells nothing of where or by how much two texts differ: `timingSafeEqual` alone throws on unequal lengths. */
export function equalTexts(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}

/** Whether a text is one of several; all are compared. */
export function equalsAny(given: string, texts: readonly string[]): boolean {
  return texts.reduce((found, text) => equalTexts(given, text) || found, false);
}
