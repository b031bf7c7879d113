import * as z from 'zod';
import type { JsonObject } from '../diagnostics/json-text.ts';

/**
 * A pattern as it stands in a document. The schema asks for an object only: the pattern language has a parser of its own,
 * whose diagnostics say more than a schema can.
 */
export const patternJson = z
  .custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), {
    error: 'a pattern is an object: `{ "dagId": ["etl"] }`',
    params: { code: 'not-a-pattern' },
  })
  .meta({ speaks: 'pattern', description: 'An Amazon EventBridge event pattern over the facts of a case.' });
