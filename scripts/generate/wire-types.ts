import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import * as z from 'zod';
import type { Generator } from './generator.ts';

const adapters = ['astro', 'airflow-2', 'airflow-3'] as const;
const banner = `// Generated from openapi.json by \`npm run generate\`. Do not edit.`;

/** The types of each API's wire, and where its operations are, from its OpenAPI document. */
export const wireTypes: Generator = {
  name: 'wire-types',
  generate: (root) => Promise.all(adapters.map((adapter) => generateOne(root, `shared/adapters/${adapter}`))),
};

async function generateOne(root: string, folder: string): Promise<{ path: string; text: string }> {
  const document = openApi.parse(JSON.parse(await readFile(join(root, folder, 'openapi.json'), 'utf8')));
  return { path: `${folder}/wire.gen.ts`, text: await renderWireTypes(document) };
}

const schema = z.record(z.string(), z.unknown());
const reference = z.object({ $ref: z.string() });
const parameter = z.object({ name: z.string(), in: z.enum(['path', 'query']), required: z.boolean(), schema });
const parameters = z.array(z.union([reference, parameter])).default([]);
const content = z.object({ content: z.object({ 'application/json': z.object({ schema: reference }) }) });
const operation = z.object({
  operationId: z.string(),
  parameters,
  requestBody: content.optional(),
  responses: z.object({ 200: content }),
});
const pathItem = z.object({
  parameters,
  get: operation.optional(),
  post: operation.optional(),
  patch: operation.optional(),
});
const openApi = z.object({
  paths: z.record(z.string(), pathItem),
  components: z.object({ schemas: z.record(z.string(), schema), parameters: z.record(z.string(), parameter) }),
});
type OpenApi = z.output<typeof openApi>;
type Parameter = z.output<typeof parameter>;

interface Operation {
  readonly operationId: string;
  readonly method: string;
  readonly template: string;
  readonly parameters: readonly Parameter[];
  readonly body: string | null;
  readonly answer: string;
}

async function renderWireTypes(document: OpenApi): Promise<string> {
  const operations = listOperations(document);
  const types = await compile(toJsonSchema(document, operations), 'Operations', {
    additionalProperties: false,
    bannerComment: banner,
    maxItems: -1,
    unknownAny: true,
    style: { singleQuote: true, printWidth: 120 },
  });
  return `${types}\n${renderRoutes(operations)}`;
}

/** The addresses of all operations, as values. */
function renderRoutes(operations: readonly Operation[]): string {
  const lines = operations.map(
    ({ operationId, method, template }) =>
      `  ${operationId}: {\n    method: '${method}',\n    template: '${template}',\n  },`,
  );
  return `export const routes = {\n${lines.join('\n')}\n} as const;\n`;
}

function listOperations({ paths, components }: OpenApi): Operation[] {
  return Object.entries(paths).flatMap(([template, item]) =>
    (['get', 'post', 'patch'] as const).flatMap((method) => {
      const found = item[method];
      if (found === undefined) return [];
      const body = found.requestBody?.content['application/json'].schema.$ref ?? null;
      return [
        {
          operationId: found.operationId,
          method: method.toUpperCase(),
          template,
          parameters: [...item.parameters, ...found.parameters].map((one) => resolve(components.parameters, one)),
          body: body === null ? null : toDefinition(body),
          answer: toDefinition(found.responses[200].content['application/json'].schema.$ref),
        },
      ];
    }),
  );
}

function resolve(known: Readonly<Record<string, Parameter>>, one: Parameter | z.output<typeof reference>): Parameter {
  if (!('$ref' in one)) return one;
  const found = known[one.$ref.replace('#/components/parameters/', '')];
  if (found === undefined) throw new Error(`the document has no ${one.$ref}`);
  return found;
}

/** One JSON Schema: an object with a property for each operation, and the document's schemas as definitions. */
function toJsonSchema({ components }: OpenApi, operations: readonly Operation[]): JSONSchema {
  const definitions = JSON.parse(
    JSON.stringify(components.schemas).replaceAll('#/components/schemas/', '#/definitions/'),
  );
  const properties = operations.map((one) => [one.operationId, operationSchema(one)]);
  return { ...closed(Object.fromEntries(properties)), definitions };
}

function operationSchema({ parameters, body, answer }: Operation): JSONSchema {
  const pick = (place: 'path' | 'query') => {
    const chosen = parameters.filter((one) => one.in === place);
    const required = chosen.filter((one) => one.required).map(({ name }) => name);
    return { ...closed(Object.fromEntries(chosen.map((one) => [one.name, one.schema]))), required };
  };
  return closed({
    path: pick('path'),
    query: pick('query'),
    body: body === null ? { type: 'null' } : { $ref: body },
    answer: { $ref: answer },
  });
}

function closed(properties: Record<string, JSONSchema>): JSONSchema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}

function toDefinition(ref: string): string {
  return ref.replace('#/components/schemas/', '#/definitions/');
}
