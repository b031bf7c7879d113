/** A URL that addresses exactly what its parts name, or why there is none. */
export type BuiltUrl = { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly why: string };

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Fills a path template below a base URL.
 *
 * Ids come from strangers' alerts: `encodeURIComponent('..')` is `..`, and a URL parser folds `.` and `..` away.
 * So the parsed URL must hold exactly the segments that were put in.
 */
export function buildUrl(parts: {
  baseUrl: URL;
  template: string;
  path: Readonly<Record<string, string | number>>;
  query?: Query | undefined;
}): BuiltUrl {
  const segments: string[] = [];
  for (const segment of parts.template.split('/').slice(1)) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      segments.push(segment);
      continue;
    }
    const value = Object.hasOwn(parts.path, name) ? String(parts.path[name]) : '';
    const why = refuseSegment(value);
    if (why !== null) return { ok: false, why: `${name} ${why}` };
    segments.push(value);
  }
  const base = parts.baseUrl.href.replace(/\/$/, '');
  const url = new URL(`${base}/${segments.map(encodeURIComponent).join('/')}`);
  if (!addresses(url, parts.baseUrl, segments)) return { ok: false, why: 'the ids would address something else' };
  for (const [name, value] of Object.entries(parts.query ?? {})) appendQuery(url, name, value);
  return { ok: true, url };
}

function refuseSegment(value: string): string | null {
  if (value.trim() === '') return 'is empty or blank';
  if (value === '.' || value === '..') return 'is a relative path';
  return value.isWellFormed() ? null : 'is not well-formed Unicode';
}

function addresses(url: URL, baseUrl: URL, segments: readonly string[]): boolean {
  const expected = [...baseUrl.pathname.replace(/\/$/, '').split('/').slice(1).map(decodeURIComponent), ...segments];
  const found = url.pathname.split('/').slice(1).map(decodeURIComponent);
  return (
    url.origin === baseUrl.origin &&
    found.length === expected.length &&
    found.every((segment, index) => segment === expected[index])
  );
}

/** Lists repeat their name (`style: form, explode: true`). */
function appendQuery(url: URL, name: string, value: Query[string]): void {
  if (value === undefined) return;
  for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
}
