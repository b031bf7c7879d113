import { hash } from 'node:crypto';
import type { Json } from '../diagnostics/json-text.ts';

/** A document in its canonical form: no comments, keys sorted, no white space. Parses to the same policy. */
export function renderCanonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(renderCanonical).join(',')}]`;
  const members = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${renderCanonical(member)}`).join(',')}}`;
}

/** sha256, hexadecimal, of a canonical form. */
export function hashCanonical(canonical: string): string {
  return hash('sha256', canonical);
}
