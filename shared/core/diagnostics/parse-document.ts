import type * as z from 'zod';
import type { Fault } from './diagnostic.ts';
import { type Json, type JsonText, parseJsonText, type Refused } from './json-text.ts';
import { describeIssues } from './schema-faults.ts';

/** A document that its schema accepts, with the way back from a value to its place in the file. */
export interface ParsedDocument<T> extends Pick<JsonText, 'locate' | 'diagnose'> {
  readonly ok: true;
  readonly value: T;
  /** The document as written, without comments and `$schema`. */
  readonly written: Json;
}

/**
 * Reads a document that a person wrote: JSONC, with `$comment` keys anywhere and `$schema` at the top.
 * Every mistake becomes a diagnostic with its place, all at once; an accepted document keeps the way back to its text.
 */
export function parseDocument<S extends z.ZodType>(document: {
  file?: string | undefined;
  text: string;
  schema: S;
}): ParsedDocument<z.output<S>> | Refused {
  const { file, text, schema } = document;
  const json = parseJsonText({ file, text, comments: true });
  if (!json.ok) return json;
  const written = withoutSchemaKey(json.value);
  const checked = checkSchema(written, schema);
  if (!checked.ok) return { ok: false, diagnostics: checked.faults.map(json.diagnose) };
  return { ok: true, value: checked.value, written, locate: json.locate, diagnose: json.diagnose };
}

/** Checks a value against a schema; faults instead of a library's issues. */
export function checkSchema<S extends z.ZodType>(
  value: Json,
  schema: S,
): { ok: true; value: z.output<S> } | { ok: false; faults: readonly Fault[] } {
  const checked = schema.safeParse(value);
  if (checked.success) return { ok: true, value: checked.data };
  return { ok: false, faults: describeIssues(checked.error.issues, { schema, value }) };
}

/** The document without its `$schema` line, which only editors read. */
export function withoutSchemaKey(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$schema'));
}
