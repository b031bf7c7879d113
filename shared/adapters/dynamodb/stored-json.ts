import { deflateSync, gunzipSync, inflateSync } from 'node:zlib';
import * as z from 'zod';
import { LedgerError } from '../../ports/ledger.ts';
import { storedDictionary as dictionary } from './stored-dictionary.ts';

/** With its keys an item of no more is one write unit, and stays readable as it is. */
const plainCharsMax = 600;
/** DynamoDB refuses items over 400 KB; the rest is room for keys and attributes. */
const storedBytesMax = 380_000;
/** No item of ours inflates to more. */
const inflatedBytesMax = 64 * 1024 * 1024;

/** JSON as it is stored: text while it is small, deflated with the ledger's dictionary beyond. Gzip is read too. */
export type StoredJson = string | Uint8Array;

export function writeJson(value: unknown, what: string): StoredJson {
  const text = JSON.stringify(value);
  if (text.length <= plainCharsMax) return text;
  const zipped = deflateSync(text, { dictionary, level: 9 });
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
    if (stored instanceof Uint8Array) return JSON.parse(inflate(stored).toString());
  } catch {
    throw unreadable(what, 'it is not JSON');
  }
  throw unreadable(what, 'it has no data');
}

function inflate(stored: Uint8Array): Buffer {
  const maxOutputLength = inflatedBytesMax;
  const isGzip = stored[0] === 0x1f && stored[1] === 0x8b;
  return isGzip ? gunzipSync(stored, { maxOutputLength }) : inflateSync(stored, { dictionary, maxOutputLength });
}

function unreadable(what: string, why: string): LedgerError {
  return new LedgerError('unreadable-item', `${what} in the ledger could not be read: ${why}. It is left as it is.`);
}
