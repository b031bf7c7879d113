import type { Action } from '../incident/intent.ts';
import type { TaskRoots } from '../incident/roots.ts';
import type { Decision } from './decision.ts';

/** One write for all cases that need the same action. What it will touch besides its roots is learned by the proof. */
export interface PlannedWrite {
  readonly action: Action;
  /** The cases that share the write, by task; for a leftover what it names. */
  readonly tasks: readonly TaskRoots[];
  readonly reason: string;
}

/**
 * The one write of a look: the first action that is wanted, with every case that wants the same. Another action waits for the next look,
 * since the first can change what it would touch. A setState is one task each: the API sets one task a request.
 */
export function groupWrites(decisions: readonly Decision[]): PlannedWrite | null {
  const writing = decisions.flatMap(({ taskId, next, reason }) =>
    next.kind === 'write' ? [{ taskId, reason, ...next }] : [],
  );
  const [first] = writing;
  if (first === undefined) return null;
  const group = first.action.kind === 'clear' ? writing.filter(({ action }) => action.kind === 'clear') : [first];
  return {
    action: first.action,
    tasks: group.map(({ taskId, failing }) => ({ taskId, roots: failing })),
    reason: first.reason,
  };
}
