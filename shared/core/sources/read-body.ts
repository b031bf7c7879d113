import type { Fault } from '../diagnostics/diagnostic.ts';
import { parseBoundedJson } from './bounded-json.ts';
import type { Delivery, Reading, Source } from './source.ts';

export type ReadBody = Reading | { readonly kind: 'wrong-type'; readonly faults: readonly Fault[] };

const jsonTypes = ['application/json'];

/** Reads a body that is proved its sender's and no larger than it may be. Total. */
export function readBody(source: Source, body: Uint8Array, delivery: Delivery): ReadBody {
  const wrongType = checkContentType(delivery.headers.get('content-type'), source.contentTypes ?? jsonTypes);
  if (wrongType !== undefined) return { kind: 'wrong-type', faults: [wrongType] };
  const parsed = parseBoundedJson(body);
  return parsed.ok ? source.read(parsed.value, delivery) : { kind: 'unreadable', faults: [parsed.fault] };
}

function checkContentType(header: string | undefined, allowed: readonly string[]): Fault | undefined {
  // Without one, JSON is what is meant: nothing else is ever read.
  const [type = '', ...parameters] = (header ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  const isUtf8 = charset === undefined || ['utf-8', 'utf8', '"utf-8"', 'us-ascii'].includes(charset);
  if ((type === '' || allowed.includes(type)) && isUtf8) return undefined;
  const help = `send ${allowed.join(' or ')} in UTF-8`;
  return { code: 'wrong-content-type', path: [], message: 'the body has another content type', help };
}
