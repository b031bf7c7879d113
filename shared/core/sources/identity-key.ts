import { firstMatches } from './first-matches.ts';
import { toKey, toMapIndex, toOpaqueId, toRunId, toTryNumber } from './identifier.ts';
import { type Clue, type Clues, type IdentityField, mergeClues, noClues } from './identity.ts';
import { isCut, trimClosing } from './text-end.ts';

/** A character of an id, or the blank that a form encoding made of a time zone's plus: without it a run id would be cut. */
const part = String.raw`(?:[^\s|\\"'<>\x60]|(?<=:\d{2}(?:\.\d{1,6})?) (?=\d{2}:\d{2}(?![\d:])))`;

/**
 * `airflow|<dag_id>|<run_id>|<task_id>|<map_index>|<try_number>|<deployment_id>` anywhere in a text, for senders that let
 * a user set one string only. Trailing parts are optional, any may be empty; `|` is in no Airflow id.
 */
const keys = new RegExp(`(?<![\\p{L}\\p{N}_.|-])airflow\\|(${part}*(?:\\|${part}*){0,5})`, 'gu');

const parts: readonly { field: IdentityField; read: (text: string) => Clue | undefined }[] = [
  { field: 'dagId', read: toKey },
  { field: 'dagRunId', read: toRunId },
  { field: 'taskId', read: toKey },
  { field: 'mapIndex', read: toMapIndex },
  { field: 'tryNumber', read: toTryNumber },
  { field: 'deploymentId', read: toOpaqueId },
];

/** What the identity keys of a text say; two keys that differ are ambiguous where they differ. */
export function readIdentityKeys(text: string): Clues {
  if (!text.includes('airflow|')) return noClues;
  return mergeClues(firstMatches(text, keys).map(([, written = '']) => readKey(written)));
}

function readKey(written: string): Clues {
  const clues = new Map<IdentityField, Clue>();
  const texts = trimClosing(written).split('|');
  if (isCut(written)) texts.pop();
  for (const [index, { field, read }] of parts.entries()) {
    const text = texts[index];
    const clue = text === undefined || text === '' ? undefined : read(text);
    if (clue !== undefined) clues.set(field, clue);
  }
  return clues;
}
