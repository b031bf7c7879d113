/**
 * Case folding that works character by character, so that a folded prefix is a prefix of the folded text.
 * (Lower case is not: a Greek sigma folds by its neighbours.)
 */
export function foldCase(text: string): string {
  return text.toUpperCase();
}

/** The most that folding lengthens a text: `ΐ` becomes three units. */
export const foldGrowthMax = 3;

/** Folds no more of a text than could be as long as `foldedLength` once folded. */
export function foldHead(text: string, foldedLength: number): string {
  return foldCase(text.slice(0, foldedLength));
}

export function foldTail(text: string, foldedLength: number): string {
  return foldCase(foldedLength === 0 ? '' : text.slice(-foldedLength));
}
