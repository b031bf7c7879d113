import type { Fault } from '../diagnostics/diagnostic.ts';
import type { Json } from '../diagnostics/json-text.ts';

/** Bounds of a body. A group of 1,000 Alertmanager alerts passes; what is larger is no alert. */
export const bodyBytesMax = 1_048_576;
export const keysMax = 20_000;
/** `JSON.parse` survives a million levels, much that walks its result dies at 10,000. */
export const depthMax = 32;

export type BoundedJson = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly fault: Fault };

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A signature that stands in the body and the source read the same bytes: once for both. */
const parsedBodies = new WeakMap<Uint8Array, BoundedJson>();

/** Reads JSON from somebody else. Malformed UTF-8, depth, keys and duplicate keys are faults; nothing recurses. */
export function parseBoundedJson(body: Uint8Array): BoundedJson {
  const known = parsedBodies.get(body);
  if (known !== undefined) return known;
  const parsed = parse(body);
  parsedBodies.set(body, parsed);
  return parsed;
}

function parse(body: Uint8Array): BoundedJson {
  const measured = measure(body);
  if (typeof measured !== 'number') return { ok: false, fault: measured };
  let text: string;
  try {
    text = utf8.decode(body);
  } catch {
    return refuse('not-utf8', 'the body is not UTF-8', 'send JSON in UTF-8');
  }
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('not-json', text.trim() === '' ? 'the body is empty' : 'the body is not JSON', 'send one JSON value');
  }
  // Every member has one colon outside of strings; a duplicate key loses its member when it is parsed.
  if (countKeys(value) !== measured)
    return refuse('duplicate-key', 'an object has the same key twice', 'send each key once');
  return { ok: true, value };
}

/** The same for JSON that came inside a text. */
export function parseBoundedText(text: string): BoundedJson {
  return parse(Buffer.from(text));
}

/** The members that the bytes write down, or why they are not worth parsing. In UTF-8, no byte of another character looks like these. */
function measure(bytes: Uint8Array): number | Fault {
  const { length } = bytes;
  let depth = 0;
  let members = 0;
  for (let at = 0; at < length; at += 1) {
    const code = bytes[at];
    if (code === quote) at = endOfString(bytes, at);
    else if (code === colon) {
      members += 1;
      if (members > keysMax) return fault('too-many-keys', `the body has more than ${keysMax} keys`);
    } else if (code === openBracket || code === openBrace) {
      depth += 1;
      if (depth > depthMax) return fault('too-deep', `values are nested more than ${depthMax} levels deep`);
    } else if (code === closeBracket || code === closeBrace) depth -= 1;
  }
  return members;
}

/** Most strings are short. In a long one, the next quote is searched for: that is many times faster than looking at each byte. */
const shortBytes = 32;

function endOfString(bytes: Uint8Array, begin: number): number {
  const { length } = bytes;
  let at = begin + 1;
  while (at < length) {
    const near = Math.min(length, at + shortBytes);
    while (at < near && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
    if (at < near) return at;
    const next = bytes.indexOf(quote, at);
    if (next === -1 || !isEscaped(bytes, at, next)) return next === -1 ? length : next;
    at = next + 1;
  }
  return length;
}

/** An odd number of backslashes before it; those before `from` belong to what was read already. */
function isEscaped(bytes: Uint8Array, from: number, at: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes >= from && bytes[at - 1 - backslashes] === backslash) backslashes += 1;
  return backslashes % 2 === 1;
}

function countKeys(root: Json): number {
  const open: Json[] = [root];
  let keys = 0;
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const children: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
    if (!Array.isArray(value)) keys += children.length;
    for (const child of children) if (typeof child === 'object' && child !== null) open.push(child);
  }
  return keys;
}

function refuse(code: string, message: string, help: string): BoundedJson {
  return { ok: false, fault: fault(code, message, help) };
}

function fault(code: string, message: string, help?: string): Fault {
  return { code, path: [], message, help };
}
