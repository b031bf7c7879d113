import { distance } from 'fastest-levenshtein';

/** The candidate that was probably meant: edit distance at most a third of the longer word. Undefined when none is that near. */
export function suggest(written: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let nearestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) > allowance(written, candidate)) continue;
    const apart = distance(written.toLowerCase(), candidate.toLowerCase());
    if (apart <= allowance(written, candidate) && apart < nearestDistance) {
      nearest = candidate;
      nearestDistance = apart;
    }
  }
  return nearest;
}

/** "did you mean `x`?", or undefined. */
export function didYouMean(written: string, candidates: Iterable<string>): string | undefined {
  const meant = suggest(written, candidates);
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`;
}

function allowance(written: string, candidate: string): number {
  return Math.floor(Math.max(written.length, candidate.length) / 3);
}
