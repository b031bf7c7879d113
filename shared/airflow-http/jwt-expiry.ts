import * as z from 'zod';
import { parseJson } from './parse-json.ts';

const claims = z.object({ exp: z.number().positive() });

/** When a JWT ends (epoch ms), by its own word: the signature is the server's business. Null: it does not say, or is no JWT. */
export function readExpiry(token: string): number | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  const read = claims.safeParse(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  return read.success ? read.data.exp * 1_000 : null;
}
