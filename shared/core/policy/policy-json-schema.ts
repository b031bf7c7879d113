import * as z from 'zod';
import { type Fact, factList } from './facts.ts';
import { operators } from './pattern/operators.ts';
import { stepActions } from './plan.ts';
import { policySchema } from './policy.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The published JSON Schema of the policy: what editors complete and explain. The loader checks more (`parse-policy.ts`). */
export function renderPolicyJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(policySchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => refine(jsonSchema),
  });
  return {
    ...schema,
    title: 'Airmend policy, version 1',
    $defs: { pattern: patternSchema(), values: valuesSchema(), condition: conditionSchema() },
  };
}

function refine(schema: JsonSchema): void {
  if (schema['speaks'] === 'pattern') schema.$ref = '#/$defs/pattern';
  if (schema['speaks'] === 'conditions') schema.$ref = '#/$defs/values';
  if (typeof schema['bounds'] === 'string') schema.pattern = '^(P.+|(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?)$';
  if (schema['assumed'] !== undefined) schema.default = schema['assumed'];
  delete schema['speaks'];
  delete schema['assumed'];
  if (schema.properties === undefined) return;
  if (schema.properties['clear'] !== undefined) schema.anyOf = stepActions.map((action) => ({ required: [action] }));
  schema.patternProperties = { '^\\$(comment|schema)$': {} };
}

function patternSchema(): JsonSchema {
  const $or = {
    type: 'array' as const,
    minItems: 2,
    items: { $ref: '#/$defs/pattern' },
    description: 'One of these must match as well.',
  };
  const facts = factList.map((fact) => [fact.name, factSchema(fact)] as const);
  return {
    type: 'object',
    minProperties: 1,
    properties: { ...Object.fromEntries(facts), $or },
    patternProperties: { '^\\$comment$': {} },
    additionalProperties: false,
  };
}

function factSchema(fact: Fact): JsonSchema {
  const description = describeFact(fact);
  if (fact.kind === 'object')
    return { type: 'object', minProperties: 1, additionalProperties: { $ref: '#/$defs/values' }, description };
  return { $ref: '#/$defs/values', description };
}

/** A fact in one paragraph: what it is, its unit and its values. */
function describeFact({ summary, unit, values, advisory }: Fact): string {
  const parts = [summary];
  if (unit !== undefined) parts.push(`Unit: ${unit}.`);
  if (values !== undefined) parts.push(`Values: ${values.map((value) => `\`${value}\``).join(', ')}.`);
  if (advisory) parts.push('Advisory: known only where a report told it.');
  return parts.join(' ');
}

function valuesSchema(): JsonSchema {
  return { type: 'array', minItems: 1, items: { $ref: '#/$defs/condition' }, description: 'Any of these suffices.' };
}

function conditionSchema(): JsonSchema {
  const properties = Object.fromEntries(
    operators.map(({ name, summary, example }) => [
      name,
      { description: summary, examples: [Object.values(Object(example.condition))[0]] },
    ]),
  );
  const operator: JsonSchema = {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    properties,
    additionalProperties: false,
  };
  return { anyOf: [{ type: ['string', 'number', 'boolean', 'null'] }, operator] };
}
