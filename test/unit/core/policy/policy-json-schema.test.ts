import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'jsonc-parser';
import { renderPolicyJsonSchema } from '../../../../shared/core/policy/policy-json-schema.ts';

const folder = new URL('../../../../policies/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.test.json'));
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(renderPolicyJsonSchema());
const rule = { name: 'a', match: { dagId: ['x'] }, plan: [{ clear: {} }] };

function accepts(parts: Record<string, unknown>): boolean {
  return validate({ version: 1, rules: [], otherwise: [{ escalate: 'oncall' }], ...parts });
}

describe('the published JSON Schema', () => {
  test.each(files)('accepts %s', (file) => {
    const accepted = validate(parse(readFileSync(new URL(file, folder), 'utf8')));
    expect(validate.errors ?? []).toEqual([]);
    expect(accepted).toBe(true);
  });

  test.each([
    ['a rule', { rules: [rule] }, true],
    [
      'a comment anywhere',
      { $comment: 'x', rules: [{ ...rule, $comment: 'x', match: { $comment: 'x', dagId: ['x'] } }] },
      true,
    ],
    ['an unknown key', { zap: 1 }, false],
    ['an unknown fact', { rules: [{ ...rule, match: { dagID: ['x'] } }] }, false],
    [
      'an unknown fact inside $or',
      { rules: [{ ...rule, match: { $or: [{ dagID: ['x'] }, { dagId: ['x'] }] } }] },
      false,
    ],
    ['an unknown operator', { rules: [{ ...rule, match: { dagId: [{ contains: 'x' }] } }] }, false],
    ['a bare value', { rules: [{ ...rule, match: { dagId: 'x' } }] }, false],
    ['an empty pattern', { rules: [{ ...rule, match: {} }] }, false],
    ['a step without an action', { rules: [{ ...rule, plan: [{ after: '5m' }] }] }, false],
    ['a duration that is none', { rules: [{ ...rule, plan: [{ clear: {}, after: '2 minutes' }] }] }, false],
    ['a duration', { rules: [{ ...rule, plan: [{ clear: {}, after: '1h30m' }] }] }, true],
  ])('given %s, is as strict as an editor needs', (_what, parts, accepted) => expect(accepts(parts)).toBe(accepted));

  test('explains every key', () => {
    expect(unexplained(renderPolicyJsonSchema(), '')).toEqual([]);
  });
});

/** The pointers of all keys without a description. */
function unexplained(schema: object, pointer: string): string[] {
  const keys = 'properties' in schema ? Object.entries(Object(schema.properties)) : [];
  const items =
    'items' in schema ? [schema.items] : 'prefixItems' in schema ? Object.values(Object(schema.prefixItems)) : [];
  return [
    ...keys.flatMap(([name, key]) => [
      ...(Object.hasOwn(Object(key), 'description') ? [] : [`${pointer}/${name}`]),
      ...unexplained(Object(key), `${pointer}/${name}`),
    ]),
    ...items.flatMap((item) => unexplained(Object(item), `${pointer}/[]`)),
  ];
}
