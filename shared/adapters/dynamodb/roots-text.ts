import type { Root, Roots } from '../../core/incident/roots.ts';

/**
 * Roots in a few bytes, also for thousands of map indexes: runs of neighbours that share a try become one range,
 * `0-511@2/1 513@3/1` = indexes at tryNumber/maxTries.
 */
export function writeRoots(roots: Roots): string {
  const ranges: { first: number; last: number; root: Root }[] = [];
  for (const root of roots) {
    const open = ranges.at(-1);
    const continues =
      open !== undefined &&
      open.last + 1 === root.mapIndex &&
      open.root.tryNumber === root.tryNumber &&
      open.root.maxTries === root.maxTries;
    if (continues) open.last = root.mapIndex;
    else ranges.push({ first: root.mapIndex, last: root.mapIndex, root });
  }
  return ranges.map(({ first, last, root }) => `${span(first, last)}@${root.tryNumber}/${root.maxTries}`).join(' ');
}

const range = /^(-?\d{1,9})(?:-(\d{1,9}))?@(\d{1,9})\/(\d{1,9})$/;
/** Airflow's own largest map length is far below; a longer span is not ours. */
const spanMax = 1_000_000;

/** Null: not written by `writeRoots`. */
export function readRoots(text: string): Roots | null {
  const roots: Root[] = [];
  for (const part of text === '' ? [] : text.split(' ')) {
    const match = range.exec(part);
    if (match === null) return null;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (last < first || last - first > spanMax) return null;
    for (let mapIndex = first; mapIndex <= last; mapIndex += 1) {
      roots.push({ mapIndex, tryNumber: Number(match[3]), maxTries: Number(match[4]) });
    }
  }
  return roots;
}

function span(first: number, last: number): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
