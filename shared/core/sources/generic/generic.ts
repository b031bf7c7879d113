import * as z from 'zod';
import { defineSource, nothing, type Source } from '../source.ts';

const unmapped = defineSource({
  kind: 'generic',
  title: 'anything that sends JSON',
  schemes: ['bearer', 'basic', 'header', 'hmac', 'standard-webhooks'],
  givesUpOn4xx: false,
  payload: z.unknown(),
  normalize: () => nothing('the kind generic is read by the `mapping` of a configured source'),
});

/** Any sender of JSON, read by the mapping that its source configures. What that needs is loaded only where there is one. */
export const generic: Source = {
  ...unmapped,
  configure: async (mapping) => ({ ...unmapped, ...(await import('./mapped-source.ts')).createMappedSource(mapping) }),
};
