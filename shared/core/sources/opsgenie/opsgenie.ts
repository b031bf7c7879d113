import * as z from 'zod';
import { draftReport } from '../report-draft.ts';
import { defineSource, nothing, reportsOf } from '../source.ts';

const alert = z.looseObject({
  alertId: z.string().optional(),
  alias: z.string().nullish(),
  message: z.string().nullish(),
  description: z.string().nullish(),
  note: z.string().nullish(),
  details: z.unknown().optional(),
  tags: z.unknown().optional(),
  entity: z.unknown().optional(),
  source: z.unknown().optional(),
  priority: z.unknown().optional(),
  createdAt: z.unknown().optional(),
  updatedAt: z.unknown().optional(),
  tinyId: z.unknown().optional(),
});

/** Opsgenie's outgoing webhooks. Only `Create` may carry details and a description: the alias is what every action carries. */
export const opsgenie = defineSource({
  kind: 'opsgenie',
  title: 'Opsgenie',
  schemes: ['header', 'bearer', 'basic'],
  givesUpOn4xx: false,
  payload: z.looseObject({ action: z.string(), alert }),
  normalize({ action, alert: written }) {
    const resolved = action === 'Close';
    if (!resolved && action !== 'Create') return nothing(`the action ${action} is no failure`);
    const {
      alertId,
      alias,
      message,
      description,
      details,
      tags,
      entity,
      source,
      priority,
      createdAt,
      updatedAt,
      tinyId,
    } = written;
    const draft = draftReport('opsgenie', {
      fields: [details, tags],
      texts: [alias, message, description],
      error: [description, message],
      occurredAt: resolved ? [updatedAt, createdAt] : [createdAt, updatedAt],
      severity: [priority],
      labels: { alertId, tinyId, alias, entity, alertSource: source, tags },
      alertId,
      resolved,
    });
    return reportsOf([draft]);
  },
});
