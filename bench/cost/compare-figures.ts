import type { Figures } from './figures.ts';

/** How far sizes and counts may drift before the docs have to be written anew: this part, and never less than this much. */
export const tolerance = { part: 0.1, least: 0.15 } as const;

/** Times differ from machine to machine, and are not compared. */
const times: ReadonlySet<string> = new Set(['cpuMs', 'loadMs']);

/** Each figure that drifted, by its path. */
export function compareFigures(written: Figures, taken: Figures): string[] {
  const before = new Map(flatten(written, ''));
  const after = new Map(flatten(taken, ''));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((path) => {
    const [was, is] = [before.get(path) ?? 0, after.get(path) ?? 0];
    const allowed = Math.max(tolerance.least, tolerance.part * Math.abs(was));
    return Math.abs(is - was) <= allowed ? [] : [`${path} was ${was} and is ${is}`];
  });
}

function flatten(value: unknown, path: string): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) =>
    times.has(key) ? [] : flatten(held, path === '' ? key : `${path}.${key}`),
  );
}
