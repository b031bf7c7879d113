import { toKey, toMapIndex, toOpaqueId, toRunId, toTryNumber } from './identifier.ts';
import { ambiguous, type Clue, type Clues, type IdentityField } from './identity.ts';

type Word = 'state' | 'logUrl' | 'severity';

interface IdRow {
  readonly field: IdentityField;
  /** Best first. */
  readonly names: readonly string[];
  readonly read: (text: string) => string | number | undefined;
}

/** What an id may be called. A bare `deployment`, `workspace` or `namespace` is no id: it stays a label. */
const ids: readonly IdRow[] = [
  { field: 'dagId', names: ['dag_id', 'dagId', 'dag', 'DAG'], read: toKey },
  { field: 'dagRunId', names: ['run_id', 'runId', 'dag_run_id', 'dagRunId'], read: toRunId },
  { field: 'taskId', names: ['task_id', 'taskId', 'task', 'Task'], read: toKey },
  { field: 'mapIndex', names: ['map_index', 'mapIndex'], read: toMapIndex },
  { field: 'tryNumber', names: ['try_number', 'tryNumber'], read: toTryNumber },
  { field: 'deploymentId', names: ['deployment_id', 'deploymentId'], read: toOpaqueId },
  { field: 'workspaceId', names: ['workspace_id', 'workspaceId'], read: toOpaqueId },
  { field: 'organizationId', names: ['organization_id', 'organizationId'], read: toOpaqueId },
];

const words: ReadonlyMap<string, Word> = new Map([
  ['state', 'state'],
  ['State', 'state'],
  ['log_url', 'logUrl'],
  ['logUrl', 'logUrl'],
  ['severity', 'severity'],
  ['Severity', 'severity'],
]);

interface Alias extends IdRow {
  readonly rank: number;
}

const aliases: ReadonlyMap<string, Alias> = new Map(
  ids.flatMap((row) => row.names.map((name, rank): [string, Alias] => [name, { ...row, rank }])),
);

/** `$NAME`, `$TAGS[name]`, `{{ name }}`: a template that its sender did not fill in. No Airflow id begins like that. */
const unfilled = /^(?:\$[\w{[]|\{\{)/;

export interface FoundFields {
  readonly clues: Clues;
  readonly state: string | undefined;
  readonly logUrl: string | undefined;
  readonly severity: string | undefined;
  /** What is no field, in order: labels. */
  readonly rest: readonly (readonly [name: string, text: string])[];
}

/** Reads the fields of an alert from objects and lists of pairs. An earlier container wins; inside one, the better name. */
export function readFields(containers: readonly unknown[], notFields: ReadonlySet<string> = noNames): FoundFields {
  const clues = new Map<IdentityField, Clue>();
  const said: Partial<Record<Word, string>> = {};
  const rest: [string, string][] = [];
  for (const container of containers) {
    const best = new Map<IdentityField, Candidate>();
    visitPairs(container, (name, value) => {
      const text = notFields.has(name) ? undefined : toText(value);
      if (text === undefined || text === '' || isUnfilled(text)) return;
      const word = words.get(name);
      if (word !== undefined) said[word] ??= text;
      else if (!keepId(best, name, text)) rest.push([name, text]);
    });
    for (const [field, { clue }] of best) if (!clues.has(field)) clues.set(field, clue);
  }
  return { clues, state: said.state?.toLowerCase(), logUrl: said.logUrl, severity: said.severity, rest };
}

const noNames: ReadonlySet<string> = new Set();

function isUnfilled(text: string): boolean {
  return (text.startsWith('$') || text.startsWith('{{')) && unfilled.test(text);
}

interface Candidate {
  readonly rank: number;
  readonly clue: Clue;
}

/** False: it is no id, so it is a label. */
function keepId(best: Map<IdentityField, Candidate>, name: string, text: string): boolean {
  const alias = aliases.get(name);
  if (alias === undefined) return false;
  // MWAA's metrics of all DAGs or tasks together.
  if (text === 'All' && (name === 'DAG' || name === 'Task')) return true;
  const clue = alias.read(text);
  if (clue === undefined) return false;
  const { field, rank } = alias;
  const known = best.get(field);
  if (known === undefined || rank < known.rank) best.set(field, { rank, clue });
  else if (rank === known.rank && clue !== known.clue) best.set(field, { rank, clue: ambiguous });
  return true;
}

const pairsMax = 1_000;

type Entry = readonly [name: string, value: unknown];

/** Visits the pairs of an object, or of a list of `{name, value}`, `[name, value]` or `name:value`; none of anything else. */
function visitPairs(container: unknown, visit: (name: string, value: unknown) => void): void {
  if (typeof container !== 'object' || container === null) return;
  if (!Array.isArray(container)) for (const name of Object.keys(container)) visit(name, Reflect.get(container, name));
  else for (const item of container.slice(0, pairsMax)) for (const [name, value] of toPair(item)) visit(name, value);
}

/** Those pairs as a list. */
export function toEntries(container: unknown): readonly Entry[] {
  const entries: Entry[] = [];
  visitPairs(container, (name, value) => entries.push([name, value]));
  return entries;
}

function toPair(item: unknown): readonly Entry[] {
  if (typeof item === 'string') {
    const colon = item.indexOf(':');
    return colon > 0 ? [[item.slice(0, colon).trim(), item.slice(colon + 1)]] : [];
  }
  if (Array.isArray(item)) return item.length === 2 && typeof item[0] === 'string' ? [[item[0], item[1]]] : [];
  const pair = new Map(toEntries(item));
  const name = pair.get('name') ?? pair.get('Name') ?? pair.get('key') ?? pair.get('Key');
  return typeof name === 'string' ? [[name, pair.get('value') ?? pair.get('Value')]] : [];
}

const listItemsMax = 100;

/** A scalar as text, a list of scalars joined; undefined for null, for objects and for what else is no label. */
export function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value) || value.length === 0 || value.length > listItemsMax) return undefined;
  return value.every((item) => typeof item === 'string' || typeof item === 'number') ? value.join(',') : undefined;
}

/** A member of its own; undefined where there is no object or none of that name. */
export function readMember(members: unknown, name: string): unknown {
  return typeof members === 'object' && members !== null && Object.hasOwn(members, name)
    ? Reflect.get(members, name)
    : undefined;
}
