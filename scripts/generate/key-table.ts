import * as z from 'zod';

/** Every key of a document, parents before their children, with type, default, bounds and meaning: from the schema that checks it. */
export function renderKeyTable(schema: z.ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const rows = listKeys(json).map(({ path, key, required }) => {
    const cells = [
      `\`${path}\``,
      describeType(key),
      required ? 'required' : showDefault(key),
      describeBounds(key),
      key.description ?? '',
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| key | type | default | bounds | meaning |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

type Schema = z.core.JSONSchema.BaseSchema;

interface Key {
  readonly path: string;
  readonly key: Schema;
  readonly required: boolean;
}

/** Every key below a schema, parents before their children, lists as `[]` and named entries as `<name>`. */
function listKeys(schema: Schema, above = ''): Key[] {
  const entries = Object.entries(schema.properties ?? {}).flatMap(([name, key]) => {
    if (typeof key !== 'object') return [];
    const path = above === '' ? name : `${above}.${name}`;
    const items = [key.items, ...(key.prefixItems ?? [])].find(
      (item): item is Schema => typeof item === 'object' && !Array.isArray(item),
    );
    const named = key.additionalProperties;
    return [
      { path, key, required: schema.required?.includes(name) === true },
      ...listKeys(key, path),
      ...(typeof named === 'object' ? listKeys(named, `${path}.<name>`) : []),
      ...(items === undefined ? [] : listKeys(items, `${path}[]`)),
    ];
  });
  return entries;
}

function describeType(key: Schema): string {
  if (key['bounds'] !== undefined) return 'duration';
  if (key['speaks'] === 'pattern') return 'pattern';
  if (key.enum !== undefined) return key.enum.map((value) => `\`${value}\``).join(', ');
  if (key.const !== undefined) return `\`${key.const}\``;
  const words: Readonly<Record<string, string>> = { integer: 'whole number', array: 'list', string: 'text' };
  const optional = key.anyOf?.find((one) => typeof one === 'object' && one.type !== 'null');
  if (typeof optional === 'object') return describeType(optional);
  const type = String(key.type ?? 'any');
  return words[type] ?? type;
}

function showDefault(key: Schema): string {
  const value = key['assumed'] ?? key.default;
  if (value === undefined || key.type === 'object') return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function describeBounds(key: Schema): string {
  if (typeof key['bounds'] === 'string') return key['bounds'];
  if (key.type === 'integer') return `${key.minimum} to ${key.maximum}`;
  if (key.maxItems !== undefined) return `at most ${key.maxItems}`;
  return key.maxLength === undefined ? '' : `at most ${key.maxLength} characters`;
}
