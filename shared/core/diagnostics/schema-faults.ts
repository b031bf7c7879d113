import * as z from 'zod';
import type { Fault } from './diagnostic.ts';
import type { Json } from './json-text.ts';
import { didYouMean } from './suggest.ts';

type Path = readonly (string | number)[];
type Issue = z.core.$ZodIssue;

/** Says in our words what a schema refuses: one fault per mistake, unknown keys and values with the likely intent. */
export function describeIssues(issues: readonly Issue[], options: { schema: z.ZodType; value: Json }): Fault[] {
  const known = z.toJSONSchema(options.schema, { io: 'input', unrepresentable: 'any' });
  return issues.flatMap((issue) => describe(issue, { known, value: options.value }));
}

interface Context {
  readonly known: z.core.JSONSchema.JSONSchema;
  readonly value: Json;
}

function describe(issue: Issue, context: Context): Fault[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const found = valueAt(context.value, path);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, context));
  if (issue.code === 'invalid_key')
    return issue.issues.map((inner) => ({ path, atKey: true, ...describeValue(inner, path.at(-1) ?? '') }));
  if (found === undefined && path.length > 0) return [missingKey(path)];
  return [{ path, ...describeValue(issue, found ?? null) }];
}

function unknownKey(key: string, path: Path, { known }: Context): Fault {
  const keys = keysAt(known, path);
  const help = didYouMean(key, keys) ?? (keys.length === 0 ? 'leave it out; no key is known here' : undefined);
  const notes = help === undefined ? [`known here: ${keys.map((name) => `\`${name}\``).join(', ')}`] : [];
  return {
    code: 'unknown-key',
    path: [...path, key],
    atKey: true,
    message: `there is no key \`${key}\` here`,
    help,
    notes,
  };
}

function missingKey(path: Path): Fault {
  return { code: 'missing-key', path, message: `the key \`${path.at(-1)}\` is missing` };
}

type Words = Pick<Fault, 'code' | 'message' | 'help'>;

function describeValue(issue: Issue, found: Json): Words {
  switch (issue.code) {
    case 'invalid_value':
      return unknownValue(issue.values, found);
    case 'invalid_type':
      return { code: 'wrong-type', message: `${kindOf(found)} stands where ${article(issue.expected)} was expected` };
    case 'too_small':
    case 'too_big':
      return outOfBounds(issue, found);
    case 'custom':
      return customWords(issue);
    default:
      return {
        code: 'wrong-value',
        message: `\`${show(found)}\` does not fit: ${issue.message.replace(/^Invalid \w+: /, '').toLowerCase()}`,
      };
  }
}

function unknownValue(values: readonly unknown[], found: Json): Words {
  const names = values.map(String);
  const help = typeof found === 'string' ? didYouMean(found, names) : undefined;
  return {
    code: 'unknown-value',
    message: `\`${show(found)}\` is not one of ${names.map((name) => `\`${name}\``).join(', ')}`,
    help,
  };
}

function outOfBounds(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig, found: Json): Words {
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  if (issue.origin === 'array')
    return { code: 'out-of-bounds', message: `the list has ${lengthOf(found)} entries; ${limit} are allowed` };
  if (issue.origin === 'string')
    return { code: 'out-of-bounds', message: `the text has ${lengthOf(found)} characters; ${limit} are allowed` };
  return { code: 'out-of-bounds', message: `\`${show(found)}\` is out of bounds; ${limit} is allowed` };
}

/** A refinement of ours carries its code and help in the issue's params. */
function customWords({ message, params }: z.core.$ZodIssueCustom): Words {
  const code = typeof params?.['code'] === 'string' ? params['code'] : 'wrong-value';
  const help = typeof params?.['help'] === 'string' ? params['help'] : undefined;
  return { code, message, help };
}

function keysAt(schema: z.core.JSONSchema.JSONSchema, path: Path): string[] {
  let here: z.core.JSONSchema._JSONSchema | undefined = schema;
  for (const step of path) here = stepInto(here, step);
  return typeof here === 'object' ? Object.keys(here.properties ?? {}) : [];
}

function stepInto(
  schema: z.core.JSONSchema._JSONSchema | undefined,
  step: string | number,
): z.core.JSONSchema._JSONSchema | undefined {
  if (typeof schema !== 'object') return undefined;
  if (typeof step === 'number') return Array.isArray(schema.items) ? schema.items[step] : schema.items;
  return schema.properties?.[step] ?? schema.additionalProperties;
}

function valueAt(value: Json, path: Path): Json | undefined {
  let here: Json | undefined = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = Object.entries(here).find(([key]) => key === String(step))?.[1];
  }
  return here;
}

function lengthOf(value: Json): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}

function kindOf(value: Json): string {
  if (value === null) return '`null`';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `the ${typeof value === 'string' ? 'text' : typeof value} \`${show(value)}\``;
}

function article(expected: string): string {
  const words: Record<string, string> = {
    string: 'a text',
    int: 'a whole number',
    array: 'a list',
    object: 'an object',
    record: 'an object',
  };
  return Object.hasOwn(words, expected) ? (words[expected] ?? expected) : `a ${expected}`;
}

function show(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
