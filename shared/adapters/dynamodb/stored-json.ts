import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { LedgerError } from '../../ports/ledger.ts';

/** Above this many characters gzip saves more write units than it costs time. */
const plainCharsMax = 3_000;
/** DynamoDB refuses items over 400 KB; the rest is room for keys and attributes. */
const storedBytesMax = 380_000;
/** No item of ours inflates to more. */
const inflatedBytesMax = 64 * 1024 * 1024;

/** JSON as it is stored: text while it is small, gzip beyond. */
export type StoredJson = string | Uint8Array;

export function writeJson(value: unknown, what: string): StoredJson {
  const text = JSON.stringify(value);
  if (text.length <= plainCharsMax) return text;
  const zipped = gzipSync(text);
  if (zipped.byteLength <= storedBytesMax) return zipped;
  throw new LedgerError(
    'item-too-large',
    `${what} takes ${zipped.byteLength} bytes; the table holds ${storedBytesMax}`,
  );
}

/** Reads what `writeJson` wrote and decodes it by its schema. */
export function readJson<Schema extends z.ZodType>(stored: unknown, schema: Schema, what: string): z.output<Schema> {
  const decoded = z.safeDecode(schema, parse(stored, what) as z.input<Schema>);
  if (decoded.success) return decoded.data;
  const [issue] = decoded.error.issues;
  throw unreadable(what, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parse(stored: unknown, what: string): unknown {
  try {
    if (typeof stored === 'string') return JSON.parse(stored);
    if (stored instanceof Uint8Array)
      return JSON.parse(gunzipSync(stored, { maxOutputLength: inflatedBytesMax }).toString());
  } catch {
    throw unreadable(what, 'it is not JSON');
  }
  throw unreadable(what, 'it has no data');
}

function unreadable(what: string, why: string): LedgerError {
  return new LedgerError('unreadable-item', `${what} in the ledger could not be read: ${why}. It is left as it is.`);
}
