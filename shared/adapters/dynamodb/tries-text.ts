import { readRanges, writeRanges } from './index-ranges.ts';

/** Tries added by map index, as ranges: `0-511:2 513:3`. */
export function writeTries(added: Readonly<Record<string, number>>): string {
  const marked = Object.entries(added).map(([mapIndex, tries]) => ({ mapIndex: Number(mapIndex), mark: `:${tries}` }));
  return writeRanges(marked.sort((left, right) => left.mapIndex - right.mapIndex));
}

const mark = /^:(\d{1,9})$/;

/** Null: not written by `writeTries`. */
export function readTries(text: string): Record<string, number> | null {
  const ranges = readRanges(text, (written) => {
    const match = mark.exec(written);
    return match === null ? null : Number(match[1]);
  });
  return ranges === null ? null : Object.fromEntries(ranges.map(({ mapIndex, value }) => [String(mapIndex), value]));
}
