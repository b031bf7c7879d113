import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import type { Received } from '../../unit/airflow-http/a-server.ts';

const reference = z.object({ $ref: z.string() });
const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query']),
  schema: z.looseObject({ type: z.string() }),
});
const parameters = z.array(z.union([reference, parameter])).default([]);
const operation = z.looseObject({
  operationId: z.string(),
  parameters,
  requestBody: z.looseObject({}).optional(),
  responses: z.record(z.string(), z.unknown()),
});
const documentShape = z.looseObject({
  paths: z.record(
    z.string(),
    z.object({ parameters, get: operation.optional(), post: operation.optional(), patch: operation.optional() }),
  ),
  components: z.looseObject({
    parameters: z.record(z.string(), parameter),
    schemas: z.record(z.string(), z.unknown()),
  }),
});
type Parameter = z.output<typeof parameter>;

const file = join(import.meta.dirname, '../../../shared/adapters/astro/openapi.json');
const document = documentShape.parse(JSON.parse(readFileSync(file, 'utf8')));

const ajv = new Ajv2020({ strict: false, allErrors: true });
// CommonJS: its default export is the plugin under either loader.
(typeof addFormats === 'function' ? addFormats : addFormats.default)(ajv);
ajv.addSchema(document, 'astro');

function lookUp(ref: string): Parameter {
  const found = document.components.parameters[ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`the document has no ${ref}`);
  return found;
}

interface Documented {
  readonly operationId: string;
  readonly method: string;
  readonly template: string;
  readonly parameters: readonly Parameter[];
  readonly hasBody: boolean;
  readonly statuses: readonly number[];
}

const operations: readonly Documented[] = Object.entries(document.paths).flatMap(([template, item]) =>
  (['get', 'post', 'patch'] as const).flatMap((method) => {
    const found = item[method];
    if (found === undefined) return [];
    const resolved = [...item.parameters, ...found.parameters].map((one) => ('$ref' in one ? lookUp(one.$ref) : one));
    return [
      {
        operationId: found.operationId,
        method,
        template,
        parameters: resolved,
        hasBody: found.requestBody !== undefined,
        statuses: Object.keys(found.responses).map(Number),
      },
    ];
  }),
);

export const operationIds: readonly string[] = operations.map(({ operationId }) => operationId).sort();

/** The failed statuses that an operation lists. */
export function failedStatusesOf(operationId: string): number[] {
  return operations.find((one) => one.operationId === operationId)?.statuses.filter((status) => status >= 400) ?? [];
}

/** Which operation a request is, and what is wrong with it by the document. */
export function readRequest(request: Received): { operationId: string; faults: string[] } {
  const path = request.path.replace(/^\/v1alpha1/, '');
  for (const documented of operations) {
    const values = matchTemplate(documented.template, path);
    if (values === null || documented.method !== request.method.toLowerCase()) continue;
    const faults = [
      ...values.flatMap(([name, value]) => checkParameter(documented, 'path', name, [value])),
      ...[...new Set(request.query.keys())].flatMap((name) =>
        checkParameter(documented, 'query', name, request.query.getAll(name)),
      ),
      ...checkBody(documented, request),
    ];
    return { operationId: documented.operationId, faults };
  }
  return { operationId: 'unknown', faults: [`no operation is at ${request.method} ${path}`] };
}

function matchTemplate(template: string, path: string): [string, string][] | null {
  const names = template.split('/');
  const segments = path.split('/');
  const isMatch =
    names.length === segments.length && names.every((name, at) => name.startsWith('{') || name === segments[at]);
  if (!isMatch) return null;
  return names.flatMap((name, at) =>
    name.startsWith('{')
      ? [[name.slice(1, -1), decodeURIComponent(segments[at] ?? '')] satisfies [string, string]]
      : [],
  );
}

function checkParameter(
  { parameters: known }: Documented,
  place: string,
  name: string,
  written: readonly string[],
): string[] {
  const found = known.find((one) => one.name === name && one.in === place);
  if (found === undefined) return [`there is no ${place} parameter ${name}`];
  const { type } = found.schema;
  if (type !== 'array' && written.length > 1) return [`${name} is repeated`];
  const value = type === 'array' ? written : coerce(type, written[0] ?? '');
  return ajv.validate(found.schema, value) ? [] : [`${name}: ${ajv.errorsText()}`];
}

function coerce(type: string, written: string): unknown {
  if (type === 'integer' || type === 'number') return Number(written);
  if (type === 'boolean') return written === 'true' ? true : written === 'false' ? false : written;
  return written;
}

function checkBody({ template, method, hasBody }: Documented, { body, headers }: Received): string[] {
  if (!hasBody) return body === null ? [] : ['has a body, and the document knows none'];
  const pointer = template.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
  const validate = ajv.getSchema(`astro#/paths/${pointer}/${method}/requestBody/content/application~1json/schema`);
  if (validate === undefined) return [`there is no schema for the body of ${method} ${template}`];
  const type = headers['content-type'] === 'application/json' ? [] : [`content-type is ${headers['content-type']}`];
  return validate(body) ? type : [...type, `body: ${ajv.errorsText(validate.errors)}`];
}

/** The fields that the document gives the body of an operation. */
export function bodyFieldsOf(schemaName: string): string[] {
  const schema = z
    .object({ properties: z.record(z.string(), z.unknown()) })
    .parse(document.components.schemas[schemaName]);
  return Object.keys(schema.properties).sort();
}
