import type { TaskTries } from './incident.ts';
import type { Roots } from './roots.ts';

/** What was added to a task so far; nothing where nothing is recorded. */
export function triesOf(all: readonly TaskTries[], taskId: string): TaskTries {
  return all.find((tries) => tries.taskId === taskId) ?? { taskId, added: {}, retries: null };
}

/** The list with one task's entry replaced or added. */
export function withTries(all: readonly TaskTries[], changed: TaskTries): readonly TaskTries[] {
  return [...all.filter(({ taskId }) => taskId !== changed.taskId), changed];
}

/**
 * The most tries one clear of this root can add: its retries and one more.
 * `maxTries` is the retries while nobody has cleared it and an upper bound after (airflow: max_tries = try_number + retries);
 * exact once Airmend's own clear was seen.
 */
export function triesOfOneClear(root: { maxTries: number }, tries: TaskTries): number {
  return (tries.retries ?? root.maxTries) + 1;
}

/** The tries Airmend added to one instance so far. Only its own count: what Airflow retried by itself doesn't. */
export function triesAdded(tries: TaskTries, mapIndex: number): number {
  return tries.added[String(mapIndex)] ?? 0;
}

/** Charges a clear to its roots, as an upper bound, when its intent is recorded. */
export function chargeTries(tries: TaskTries, roots: Roots): TaskTries {
  const added = { ...tries.added };
  for (const root of roots)
    added[String(root.mapIndex)] = triesAdded(tries, root.mapIndex) + triesOfOneClear(root, tries);
  return { ...tries, added };
}

/** Learns the exact retries once a clear of Airmend's is seen: it set maxTries to tryNumber + retries. */
export function learnRetries(
  tries: TaskTries,
  before: Roots,
  after: ReadonlyMap<number, { maxTries: number }>,
): TaskTries {
  for (const root of before) {
    const cleared = after.get(root.mapIndex);
    if (cleared !== undefined && cleared.maxTries >= root.tryNumber && cleared.maxTries !== root.maxTries) {
      return { ...tries, retries: cleared.maxTries - root.tryNumber };
    }
  }
  return tries;
}

/** Gives back what never ran, once the last clear's roots have settled: an upper bound becomes what was used. */
export function refundTries(
  tries: TaskTries,
  written: Roots,
  after: ReadonlyMap<number, { tryNumber: number }>,
): TaskTries {
  const added = { ...tries.added };
  for (const root of written) {
    const settled = after.get(root.mapIndex);
    if (settled === undefined) continue;
    const ran = Math.max(0, settled.tryNumber - root.tryNumber);
    const unused = Math.max(0, triesOfOneClear(root, tries) - ran);
    const remaining = Math.max(0, triesAdded(tries, root.mapIndex) - unused);
    if (remaining === 0) delete added[String(root.mapIndex)];
    else added[String(root.mapIndex)] = remaining;
  }
  return { ...tries, added };
}
