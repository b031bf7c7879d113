import { readMember } from './fields.ts';
import type { Findings } from './report-draft.ts';

const words: ReadonlySet<string> = new Set(['error', 'message', 'labels', 'timestamp']);

/** Whether an event's type is of a failure (`….failed`), of the end of one (`….recovered`), or of neither. */
export function outcomeOf(type: string): 'failed' | 'recovered' | undefined {
  const [last] = type.split('.').slice(-1);
  return last === 'failed' || last === 'recovered' ? last : undefined;
}

/** What an event's `data` says: facts of a failure as Airmend proposes to write them, since no standard exists. */
export function readEventData(data: unknown): Pick<Findings, 'fields' | 'notFields' | 'texts' | 'error'> {
  const said = [readMember(data, 'error'), readMember(data, 'message')];
  return { fields: [data, readMember(data, 'labels')], notFields: words, texts: said, error: said };
}
