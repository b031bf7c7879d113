import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import { isBefore, parseVersion } from '../../shared/airflow-http/version.ts';
import type { Received } from '../unit/airflow-http/a-server.ts';

const since = { 'x-airflow-since': z.string().optional() };
const reference = z.object({ $ref: z.string() });
const parameter = z.object({
  ...since,
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
    z.object({
      ...since,
      parameters,
      get: operation.optional(),
      post: operation.optional(),
      patch: operation.optional(),
    }),
  ),
  components: z.looseObject({
    parameters: z.record(z.string(), parameter),
    schemas: z.record(z.string(), z.unknown()),
  }),
});
type Document = z.output<typeof documentShape>;
type Parameter = z.output<typeof parameter>;

interface Documented {
  readonly operationId: string;
  readonly method: string;
  readonly template: string;
  readonly parameters: readonly Parameter[];
  readonly hasBody: boolean;
  readonly statuses: readonly number[];
}

/** An OpenAPI document that requests are held to. */
export interface OpenDocument {
  readonly operationIds: readonly string[];
  /** The failed statuses that an operation lists. */
  failedStatusesOf(operationId: string): number[];
  /** Which operation a request is, and what is wrong with it by the document. */
  readRequest(request: Received): { operationId: string; faults: string[] };
  /** The fields that the document gives the body of an operation. */
  bodyFieldsOf(schemaName: string): string[];
}

/** `prefix`: what stands before the document's paths. `version`: what only later releases have is taken out (`x-airflow-since`). */
export function openDocument(options: { adapter: string; prefix: string; version?: string }): OpenDocument {
  const { adapter, prefix, version } = options;
  const file = join(import.meta.dirname, '../../shared/adapters', adapter, 'openapi.json');
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const document = documentShape.parse(version === undefined ? written : withoutLater(written, version));
  const ajv = createAjv(document);
  const operations = listOperations(document);
  return {
    operationIds: operations.map(({ operationId }) => operationId).sort(),
    failedStatusesOf: (operationId) =>
      operations.find((one) => one.operationId === operationId)?.statuses.filter((status) => status >= 400) ?? [],
    readRequest: (request) => readRequest({ ajv, operations, prefix }, request),
    bodyFieldsOf(schemaName) {
      const shape = z.object({ properties: z.record(z.string(), z.unknown()) });
      return Object.keys(shape.parse(document.components.schemas[schemaName]).properties).sort();
    },
  };
}

function createAjv(document: Document): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  // CommonJS: its default export is the plugin under either loader.
  (typeof addFormats === 'function' ? addFormats : addFormats.default)(ajv);
  ajv.addSchema(document, 'api');
  return ajv;
}

/** The document of an older release: all that is marked as younger is not there. */
function withoutLater(value: unknown, version: string): unknown {
  if (Array.isArray(value))
    return value.filter((one) => !isLater(one, version)).map((one) => withoutLater(one, version));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, one]) => !isLater(one, version));
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutLater(one, version)]));
}

function isLater(value: unknown, version: string): boolean {
  const marked = z.object({ 'x-airflow-since': z.string() }).safeParse(value);
  const [release, first] = [
    parseVersion(version),
    marked.success ? parseVersion(marked.data['x-airflow-since']) : null,
  ];
  return release !== null && first !== null && isBefore(release, first);
}

function listOperations({ paths, components }: Document): Documented[] {
  const lookUp = (ref: string): Parameter => {
    const found = components.parameters[ref.split('/').at(-1) ?? ''];
    if (found === undefined) throw new Error(`the document has no ${ref}`);
    return found;
  };
  return Object.entries(paths).flatMap(([template, item]) =>
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
}

interface Reader {
  readonly ajv: Ajv2020;
  readonly operations: readonly Documented[];
  readonly prefix: string;
}

function readRequest(reader: Reader, request: Received): { operationId: string; faults: string[] } {
  const path = request.path.startsWith(reader.prefix) ? request.path.slice(reader.prefix.length) : request.path;
  for (const documented of reader.operations) {
    const values = matchTemplate(documented.template, path);
    if (values === null || documented.method !== request.method.toLowerCase()) continue;
    const check = (place: string, name: string, found: readonly string[]): string[] =>
      checkParameter(reader.ajv, documented, { place, name, written: found });
    const faults = [
      ...values.flatMap(([name, value]) => check('path', name, [value])),
      ...[...new Set(request.query.keys())].flatMap((name) => check('query', name, request.query.getAll(name))),
      ...checkBody(reader.ajv, documented, request),
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
  ajv: Ajv2020,
  { parameters: known }: Documented,
  { place, name, written }: { place: string; name: string; written: readonly string[] },
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

function checkBody(ajv: Ajv2020, { template, method, hasBody }: Documented, { body, headers }: Received): string[] {
  if (!hasBody) return body === null ? [] : ['has a body, and the document knows none'];
  const pointer = template.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
  const validate = ajv.getSchema(`api#/paths/${pointer}/${method}/requestBody/content/application~1json/schema`);
  if (validate === undefined) return [`there is no schema for the body of ${method} ${template}`];
  const type = headers['content-type'] === 'application/json' ? [] : [`content-type is ${headers['content-type']}`];
  return validate(body) ? type : [...type, `body: ${ajv.errorsText(validate.errors)}`];
}
