import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';

const file = join(import.meta.dirname, '../../../shared/adapters/astro/openapi.json');

const reference = z.object({ $ref: z.string() });
const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query']),
  schema: z.object({ type: z.string(), format: z.string().optional() }),
});
const operation = z.object({
  operationId: z.string(),
  parameters: z.array(z.union([reference, parameter])).default([]),
  responses: z.record(z.string(), z.looseObject({})),
});
const pathItem = z.object({ get: operation.optional(), post: operation.optional(), patch: operation.optional() });
const documentShape = z.looseObject({
  paths: z.record(z.string(), pathItem),
  components: z.looseObject({
    parameters: z.record(z.string(), parameter),
    schemas: z.record(z.string(), z.looseObject({ properties: z.record(z.string(), z.unknown()).optional() })),
  }),
});

const raw: unknown = JSON.parse(readFileSync(file, 'utf8'));
const document = documentShape.parse(raw);

const ajv = new Ajv2020({ strict: false, allErrors: true });
// The package is CommonJS: its default export is the plugin under either loader.
const plugin = typeof addFormats === 'function' ? addFormats : addFormats.default;
plugin(ajv);
ajv.addSchema(z.looseObject({}).parse(raw), 'astro');

export interface Documented {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly statuses: readonly number[];
  readonly query: readonly z.infer<typeof parameter>[];
}

export const documented: readonly Documented[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, found]) => (found === undefined ? [] : [describe(path, method, found)])),
);

function describe(
  path: string,
  method: string,
  { operationId, parameters, responses }: z.infer<typeof operation>,
): Documented {
  const resolved = parameters.map((one) => ('$ref' in one ? lookUp(one.$ref) : one));
  return {
    operationId,
    method: method.toUpperCase(),
    path,
    statuses: Object.keys(responses).map(Number),
    query: resolved.filter((one) => one.in === 'query'),
  };
}

function lookUp(ref: string): z.infer<typeof parameter> {
  const found = document.components.parameters[ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`the document has no ${ref}`);
  return found;
}

/** What is wrong with a body by the document, in words; empty: nothing. */
export function findFaults({ path, method }: Documented, status: number, body: unknown): string[] {
  const pointer = `/paths/${toPointer(path)}/${method.toLowerCase()}/responses/${status}`;
  const response = document.paths[path]?.[readMethod(method)]?.responses[String(status)];
  if (response === undefined) return [`${status} is not documented`];
  const base = typeof response['$ref'] === 'string' ? response['$ref'].slice(1) : pointer;
  const validate = ajv.getSchema(`astro#${base}/content/application~1json/schema`);
  if (validate === undefined) return [`there is no schema at ${base}`];
  return validate(body) === true
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function readMethod(method: string): 'get' | 'post' | 'patch' {
  return z.enum(['get', 'post', 'patch']).parse(method.toLowerCase());
}

function toPointer(path: string): string {
  return encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** The fields that the document lists for a schema. */
export function fieldsOf(schema: string): string[] {
  return Object.keys(document.components.schemas[schema]?.properties ?? {});
}
