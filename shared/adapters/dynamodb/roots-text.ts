import type { Roots } from '../../core/incident/roots.ts';
import { readRanges, writeRanges } from './index-ranges.ts';

/** Roots as ranges of map indexes at tryNumber/maxTries: `0-511@2/1 513@3/1`. */
export function writeRoots(roots: Roots): string {
  return writeRanges(
    roots.map(({ mapIndex, tryNumber, maxTries }) => ({ mapIndex, mark: `@${tryNumber}/${maxTries}` })),
  );
}

const mark = /^@(\d{1,9})\/(\d{1,9})$/;

/** Null: not written by `writeRoots`. */
export function readRoots(text: string): Roots | null {
  const ranges = readRanges(text, (written) => {
    const match = mark.exec(written);
    return match === null ? null : { tryNumber: Number(match[1]), maxTries: Number(match[2]) };
  });
  return ranges?.map(({ mapIndex, value }) => ({ mapIndex, ...value })) ?? null;
}
