import * as z from 'zod';

/** Fields as Airflow's APIs write them, read at the boundary: strict about shapes; null and absent are one. */
export const id = z.string().min(1);
export const text = z
  .string()
  .nullish()
  .transform((written) => written ?? null);
export const flag = z
  .boolean()
  .nullish()
  .transform((written) => written ?? null);
export const count = z.int().min(0);
export const state = z.string().nullish();

/** ISO 8601 to epoch ms; without an offset it is UTC. A Go server writes its zero time where it has none. */
export const time = z
  .string()
  .nullish()
  .transform((written, context) => {
    if (written === null || written === undefined || written === '' || written.startsWith('0001-01-01T')) return null;
    const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/i.test(written);
    const at = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(written)
      ? Date.parse(hasOffset ? written : `${written}Z`)
      : Number.NaN;
    if (!Number.isNaN(at)) return at;
    context.addIssue({ code: 'custom', message: 'not an ISO 8601 date and time' });
    return z.NEVER;
  });
