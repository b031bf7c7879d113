import * as z from 'zod';
import type { Fault } from '../../diagnostics/diagnostic.ts';
import { outcomeOf, readEventData } from '../airmend-event.ts';
import { parseBoundedJson } from '../bounded-json.ts';
import { draftReport, type ReportDraft } from '../report-draft.ts';
import { type Delivery, defineSource, nothing, readEach } from '../source.ts';

const event = z.looseObject({
  specversion: z.string().refine((version) => version.startsWith('1.'), 'only CloudEvents 1.x are read'),
  type: z.string().min(1),
  source: z.string().min(1),
  id: z.string().min(1),
  time: z.string().optional(),
  subject: z.string().optional(),
  data: z.unknown().optional(),
  data_base64: z.string().optional(),
});

type CloudEvent = z.output<typeof event>;

/** CloudEvents 1.0 over HTTP: structured, binary and batch. The types are our proposal: `….failed` and `….recovered`. */
export const cloudevents = defineSource({
  kind: 'cloudevents',
  title: 'CloudEvents',
  schemes: ['bearer', 'header', 'basic', 'hmac', 'standard-webhooks'],
  contentTypes: ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json'],
  givesUpOn4xx: false,
  payload: z.unknown(),
  normalize(body, delivery) {
    const batch = readEach(toEvents(body, delivery), (written, index) => {
      const parsed = event.safeParse(written);
      return parsed.success
        ? { drafts: readEvent(parsed.data) }
        : { fault: toFault(parsed.error, Array.isArray(body) ? [index] : []) };
    });
    return batch.drafts.length + batch.refused.length > 0 ? batch : nothing('no event is a failure');
  },
});

function toEvents(body: unknown, { headers }: Delivery): readonly unknown[] {
  if (Array.isArray(body)) return body;
  return headers.has('ce-specversion') ? [{ ...readAttributes(headers), data: body }] : [body];
}

/** The binary mode puts an event's attributes into headers, percent-encoded where they are not ASCII. */
function readAttributes(headers: Delivery['headers']): Record<string, string> {
  const named = [...headers].filter(([name]) => name.startsWith('ce-'));
  return Object.fromEntries(named.map(([name, value]) => [name.slice('ce-'.length), decode(value)]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function readEvent({ type, source, id, time, subject, data, data_base64 }: CloudEvent): ReportDraft[] {
  const outcome = outcomeOf(type);
  if (outcome === undefined) return [];
  return [
    draftReport('cloudevents', {
      ...readEventData(data ?? decodeData(data_base64)),
      occurredAt: [time],
      labels: { ce_type: type, ce_source: source, ce_subject: subject },
      alertId: `${source}|${id}`,
      resolved: outcome === 'recovered',
    }),
  ];
}

function decodeData(encoded: string | undefined): unknown {
  const json = parseBoundedJson(Buffer.from(encoded ?? '', 'base64'));
  return json.ok ? json.value : undefined;
}

function toFault({ issues: [issue] }: z.ZodError, at: readonly number[]): Fault {
  const path = (issue?.path ?? []).map((step) => (typeof step === 'number' ? step : String(step)));
  return { code: 'unreadable-event', path: [...at, ...path], message: issue?.message ?? 'this is no CloudEvent' };
}
