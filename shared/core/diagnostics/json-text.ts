import {
  createScanner,
  findNodeAtLocation,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { type Diagnostic, type Fault, type Place, toPointer } from './diagnostic.ts';

/** A JSON value as it was written. Objects may own any key, `__proto__` too; read them with `Object.hasOwn` or `Object.entries`. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export interface JsonTextSource {
  readonly file?: string | undefined;
  readonly text: string;
  /** JSONC comments, trailing commas and `$comment` keys are allowed, and left out of the value. Default: plain JSON. */
  readonly comments?: boolean;
}

/** A text that is JSON, with the way back from a value to its place. */
export interface JsonText {
  readonly ok: true;
  readonly value: Json;
  /** Where a value stands (its key with `atKey`); for what is missing, the nearest that is there. */
  readonly locate: (path: readonly (string | number)[], options?: { atKey?: boolean }) => Place;
  /** Ties a fault to its place in this text. */
  readonly diagnose: (fault: Fault) => Diagnostic;
}

export interface Refused {
  readonly ok: false;
  readonly diagnostics: readonly Diagnostic[];
}

const depthMax = 32;
const charsMax = 1_000_000;

/** Reads JSON or JSONC. Too long, too deep, malformed and duplicate keys are diagnostics, all of a kind at once. */
export function parseJsonText(source: JsonTextSource): JsonText | Refused {
  const placeOf = createPlacer(source.text);
  const refuse = (troubles: readonly Trouble[]): Refused => ({
    ok: false,
    diagnostics: troubles.map(({ code, offset, length, message, path, help }) => ({
      code,
      severity: 'error',
      file: source.file,
      pointer: toPointer(path ?? []),
      ...placeOf(offset, length),
      message,
      help,
      notes: [],
    })),
  });
  const bounds = checkBounds(source.text);
  if (bounds !== undefined) return refuse([bounds]);
  const comments = source.comments ?? false;
  const errors: ParseError[] = [];
  const root = parseTree(source.text, errors, { disallowComments: !comments, allowTrailingComma: comments });
  if (root === undefined || errors.length > 0) return refuse(describeErrors(errors, source.text));
  const troubles: Trouble[] = [];
  const value = toValue(root, { path: [], comments, troubles });
  if (troubles.length > 0) return refuse(troubles);
  const locate = createLocate(root, placeOf);
  return { ok: true, value, locate, diagnose: (fault) => tie(fault, source.file, locate) };
}

interface Trouble {
  readonly code: string;
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly help?: string | undefined;
}

// The numbers of jsonc-parser's SyntaxKind, an ambient const enum that can't be imported by name.
const [openBrace, closeBrace, openBracket, closeBracket, endOfFile] = [1, 2, 3, 4, 17];

/** Counts brackets token by token: the tree parser recurses, so depth is known before it runs. */
function checkBounds(text: string): Trouble | undefined {
  if (text.length > charsMax) {
    const message = `the text has ${text.length} characters; at most ${charsMax} are read`;
    return { code: 'too-long', offset: 0, length: 1, message };
  }
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== endOfFile; token = scanner.scan()) {
    if (token === closeBrace || token === closeBracket) depth -= 1;
    if (token !== openBrace && token !== openBracket) continue;
    depth += 1;
    if (depth > depthMax) {
      const message = `values are nested more than ${depthMax} levels deep`;
      return { code: 'too-deep', offset: scanner.getTokenOffset(), length: 1, message };
    }
  }
  return undefined;
}

function describeErrors(errors: readonly ParseError[], text: string): Trouble[] {
  if (errors.length === 0)
    return [{ code: 'not-json', offset: 0, length: 1, message: 'the text is empty; a JSON value was expected' }];
  return errors.map(({ error, offset, length }) => {
    const written = text.slice(offset, offset + Math.min(length, 40));
    const found = written === '' ? 'the text ends here' : `found \`${written}\``;
    const wanted = printParseErrorCode(error)
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase();
    return { code: 'not-json', offset, length: Math.max(1, length), message: `not JSON: ${wanted}; ${found}` };
  });
}

interface Walk {
  readonly path: readonly (string | number)[];
  readonly comments: boolean;
  readonly troubles: Trouble[];
}

function toValue(node: Node, walk: Walk): Json {
  if (node.type === 'array')
    return (node.children ?? []).map((child, index) => toValue(child, { ...walk, path: [...walk.path, index] }));
  if (node.type !== 'object') return node.value;
  const entries = new Map<string, Json>();
  for (const property of node.children ?? []) {
    const [key, child] = property.children ?? [];
    if (key === undefined || child === undefined) continue;
    const name = String(key.value);
    if (walk.comments && name === '$comment') continue;
    const path = [...walk.path, name];
    if (entries.has(name)) {
      const { offset, length } = key;
      walk.troubles.push({
        code: 'duplicate-key',
        offset,
        length,
        path,
        message: `the key \`${name}\` stands twice in one object`,
      });
    }
    entries.set(name, toValue(child, { ...walk, path }));
  }
  return Object.fromEntries(entries); // defines own properties, so that `__proto__` is an ordinary key
}

type PlaceOf = (offset: number, length: number) => Place;

function createPlacer(text: string): PlaceOf {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset, length) => {
    const after = starts.findIndex((start) => start > offset);
    const line = after === -1 ? starts.length : after;
    const start = starts[line - 1] ?? 0;
    const lineEnd = (starts[line] ?? text.length + 1) - 1;
    return { line, column: offset - start + 1, length: Math.max(1, Math.min(length, lineEnd - offset)) };
  };
}

function createLocate(root: Node, placeOf: PlaceOf): JsonText['locate'] {
  return (path, { atKey = false } = {}) => {
    for (let known = path.length; known >= 0; known -= 1) {
      const node = findNodeAtLocation(root, path.slice(0, known));
      if (node === undefined) continue;
      const key = node.parent?.type === 'property' ? node.parent.children?.[0] : undefined;
      if (known === path.length && atKey && key !== undefined) return placeOf(key.offset, key.length);
      return placeOf(node.offset, known === path.length ? node.length : 1);
    }
    return placeOf(0, 1);
  };
}

function tie(fault: Fault, file: string | undefined, locate: JsonText['locate']): Diagnostic {
  const { code, path, message, help, notes = [], severity = 'error', atKey = false } = fault;
  return { code, severity, file, pointer: toPointer(path), ...locate(path, { atKey }), message, help, notes };
}
