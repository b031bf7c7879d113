/** A text that says more than this many things says nothing clearly. */
const matchesMax = 20;

/** The first matches of a global pattern. */
export function firstMatches(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push(match);
    if (found.length === matchesMax) break;
  }
  return found;
}
