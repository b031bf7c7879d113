import * as z from 'zod';
import { draftReport } from '../report-draft.ts';
import { defineSource, nothing, reportsOf } from '../source.ts';

/** Ours is an object; a callback of somebody's own may post the exception's text. */
const exception = z
  .union([z.string(), z.looseObject({ type: z.string().nullish(), message: z.string().nullish() })])
  .nullish();

const payload = z.looseObject({
  version: z.literal(1).default(1),
  event: z.string(),
  timestamp: z.unknown().optional(),
  reason: z.string().nullish(),
  exception,
});

const failure = /_failed$/;
const recovery = /_(?:recovered|succeeded)$/;
/** Words of the payload's own, which are no labels. */
const words: ReadonlySet<string> = new Set(['version', 'event', 'timestamp', 'exception', 'reason']);

/** What the callback and the listener of our docs post from inside Airflow. */
export const airflowCallback = defineSource({
  kind: 'airflow-callback',
  title: "Airflow's callbacks",
  schemes: ['bearer', 'header', 'basic', 'hmac', 'standard-webhooks'],
  givesUpOn4xx: false,
  payload,
  normalize(written) {
    const { event, timestamp, reason, exception: raised } = written;
    const resolved = recovery.test(event);
    if (!resolved && !failure.test(event)) return nothing(`the event ${event} is no failure`);
    const draft = draftReport('airflow-callback', {
      fields: [written],
      notFields: words,
      error: typeof raised === 'string' ? [raised, reason] : [raised?.message, reason, raised?.type],
      occurredAt: [timestamp],
      alertId: undefined,
      resolved,
    });
    return reportsOf([draft]);
  },
});
