import { ApiError } from '../api-host/api-error.ts';

/** The largest page this server grants; a request for more is answered with fewer, and the answer's `limit` says so. */
export const limitMax = 1_000;
const limitDefault = 20;

export interface Paging {
  readonly offset: number;
  readonly limit: number;
}

export function parsePaging(query: URLSearchParams): Paging {
  return {
    offset: parseCount(query, 'offset') ?? 0,
    limit: Math.min(parseCount(query, 'limit') ?? limitDefault, limitMax),
  };
}

function parseCount(query: URLSearchParams, name: string): number | null {
  const written = query.get(name);
  if (written === null) return null;
  if (!/^\d{1,9}$/.test(written)) throw new ApiError(400, `${name} must be an integer from 0 up, got ${written}`);
  return Number(written);
}

/** Airflow 2 refuses a parameter that it does not know. */
export function refuseUnknown(query: URLSearchParams, known: readonly string[]): void {
  const unknown = [...new Set(query.keys())].filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new ApiError(400, `Extra query parameter(s) ${unknown.join(',')} not in spec`);
}

/** A lower and an upper bound, both inclusive. A value that is not there passes only where nothing is asked. */
export type Bounds = (value: number | null) => boolean;

export function parseDateBounds(query: URLSearchParams, name: string): Bounds {
  return between(parseDate(query.get(`${name}Gte`), `${name}Gte`), parseDate(query.get(`${name}Lte`), `${name}Lte`));
}

export function parseSecondsBounds(query: URLSearchParams, name: string): Bounds {
  return between(parseSeconds(query, `${name}Gte`), parseSeconds(query, `${name}Lte`));
}

function between(from: number | null, to: number | null): Bounds {
  if (from === null && to === null) return () => true;
  return (value) => value !== null && (from === null || value >= from) && (to === null || value <= to);
}

function parseSeconds(query: URLSearchParams, name: string): number | null {
  const written = query.get(name);
  if (written === null) return null;
  const seconds = Number(written);
  if (written.trim() === '' || !Number.isFinite(seconds) || seconds < 0) {
    throw new ApiError(400, `${name} must be a number of seconds from 0 up, got ${written}`);
  }
  return seconds;
}

const dateTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** ISO 8601 to epoch ms; without an offset it is UTC. Throws a 400 that names the field. */
export function parseDate(written: string | null | undefined, name: string): number | null {
  if (written === null || written === undefined) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/i.test(written);
  const at = dateTime.test(written) ? Date.parse(hasZone ? written : `${written}Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new ApiError(400, `${name} must be an ISO 8601 date and time, got ${written}`);
  return at;
}

/** Repeated parameters are joined by OR; none at all means any. */
export function parseChoice(query: URLSearchParams, name: string): (value: string) => boolean {
  const values = query.getAll(name);
  return values.length === 0 ? () => true : (value) => values.includes(value);
}

/** Sorts by a named field; a leading `-` reverses. Without `orderBy` the order is left as it is. */
export function orderBy<Item>(
  query: URLSearchParams,
  items: readonly Item[],
  fields: Readonly<Record<string, (item: Item) => string | number | null>>,
): Item[] {
  const written = query.get('orderBy');
  if (written === null) return [...items];
  const name = written.replace(/^-/, '');
  const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (read === undefined) {
    throw new ApiError(
      400,
      `Ordering with '${name}' is disallowed or the attribute does not exist; known: ${Object.keys(fields).join(', ')}`,
    );
  }
  const sign = written.startsWith('-') ? -1 : 1;
  return [...items].sort((a, b) => sign * compare(read(a), read(b)));
}

/** What is not there comes first. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
