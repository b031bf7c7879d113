import * as z from 'zod';
import type { Findings } from './report-draft.ts';

/** Facts of a failure as Airmend proposes to write them into an event's `data`, since no standard exists. */
export const eventData = z.record(z.string(), z.unknown());

const words: ReadonlySet<string> = new Set(['error', 'message', 'labels', 'timestamp']);

/** Whether an event's type is of a failure (`….failed`), of the end of one (`….recovered`), or of neither. */
export function outcomeOf(type: string): 'failed' | 'recovered' | undefined {
  const [last] = type.split('.').slice(-1);
  return last === 'failed' || last === 'recovered' ? last : undefined;
}

/** What an event's data says. */
export function readEventData(
  data: z.output<typeof eventData>,
): Pick<Findings, 'fields' | 'notFields' | 'texts' | 'error'> {
  const { error, message, labels } = data;
  return {
    fields: [data, labels],
    notFields: words,
    texts: [message, error],
    error: [error, message],
  };
}
