/** What a report is about, as far as its sender says. Null: not said, or said in two ways. */
export interface Identity {
  readonly organizationId: string | null;
  readonly workspaceId: string | null;
  readonly deploymentId: string | null;
  readonly dagId: string | null;
  readonly dagRunId: string | null;
  readonly taskId: string | null;
  readonly mapIndex: number | null;
  readonly tryNumber: number | null;
}

export type IdentityField = keyof Identity;

/** What one place of an alert says. What it says in two ways is ambiguous: no later place may fill it. */
export type Clues = ReadonlyMap<IdentityField, Clue>;
export type Clue = string | number | typeof ambiguous;
export const ambiguous = Symbol('ambiguous');

export const noClues: Clues = new Map();

/** Two places that differ in one of these speak of two things. */
const telling: readonly IdentityField[] = ['deploymentId', 'dagId', 'dagRunId', 'taskId', 'mapIndex'];

/** Clues of a payload whose own shape says what is what. */
export function cluesOf(said: Partial<Identity>): Clues {
  const { organizationId, workspaceId, deploymentId, dagId, dagRunId, taskId, mapIndex, tryNumber } = said;
  const pairs: [IdentityField, string | number | null | undefined][] = [
    ['organizationId', organizationId],
    ['workspaceId', workspaceId],
    ['deploymentId', deploymentId],
    ['dagId', dagId],
    ['dagRunId', dagRunId],
    ['taskId', taskId],
    ['mapIndex', mapIndex],
    ['tryNumber', tryNumber],
  ];
  const clues = new Map<IdentityField, Clue>();
  for (const [field, value] of pairs) if (value !== undefined && value !== null) clues.set(field, value);
  return clues;
}

/**
 * One identity from clues in the order of trust. An earlier clue wins; a later one that contradicts it is about
 * something else and is left out as a whole: the DAG of one place never meets the run of another.
 */
export function combineClues(places: readonly Clues[]): Identity {
  const [only = noClues, another] = places;
  return toIdentity(another === undefined ? only : combine(places));
}

function combine(places: readonly Clues[]): Clues {
  const combined = new Map<IdentityField, Clue>();
  for (const clues of places) {
    if (clues.size === 0) continue;
    if (telling.some((field) => contradict(combined.get(field), clues.get(field)))) continue;
    for (const [field, clue] of clues) if (!combined.has(field)) combined.set(field, clue);
  }
  return combined;
}

function toIdentity(clues: Clues): Identity {
  const text = (field: IdentityField) => textOf(clues.get(field));
  const number = (field: IdentityField) => numberOf(clues.get(field));
  return {
    organizationId: text('organizationId'),
    workspaceId: text('workspaceId'),
    deploymentId: text('deploymentId'),
    dagId: text('dagId'),
    dagRunId: text('dagRunId'),
    taskId: text('taskId'),
    mapIndex: number('mapIndex'),
    tryNumber: number('tryNumber'),
  };
}

/** Several clues of the same trust as one: what two of them say differently is ambiguous. */
export function mergeClues(equals: readonly Clues[]): Clues {
  const [first = noClues] = equals;
  if (equals.length < 2) return first;
  const merged = new Map<IdentityField, Clue>();
  for (const clues of equals) {
    for (const [field, clue] of clues) {
      const known = merged.get(field);
      merged.set(field, known === undefined || known === clue ? clue : ambiguous);
    }
  }
  return merged;
}

function contradict(one: Clue | undefined, other: Clue | undefined): boolean {
  return one !== undefined && other !== undefined && one !== ambiguous && other !== ambiguous && one !== other;
}

function textOf(clue: Clue | undefined): string | null {
  return typeof clue === 'string' ? clue : null;
}

function numberOf(clue: Clue | undefined): number | null {
  return typeof clue === 'number' ? clue : null;
}
