import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface BundleSize {
  /** Of what is loaded before the first invocation. */
  readonly kilobytes: number;
  /** With every file that may be loaded later. */
  readonly kilobytesWithLater: number;
}

/** The minified size of a function's bundle, by its entry file. */
export function measureSize(entry: string): BundleSize {
  const folder = dirname(entry);
  const all = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  return {
    kilobytes: sum([...loadedWith(entry, new Set())]),
    kilobytesWithLater: sum(all.map((name) => join(folder, name))),
  };
}

/** The file and all that it imports statically. */
function loadedWith(file: string, seen: Set<string>): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, beside = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)"(\.\/[^"]+\.mjs)"/g))
    loadedWith(join(dirname(file), beside), seen);
  return seen;
}

function sum(files: readonly string[]): number {
  return Math.round(files.reduce((bytes, file) => bytes + statSync(file).size, 0) / 1_024);
}
