import type { HostedOperation, PathParameters } from './operation.ts';

export type Route<Target> =
  | { readonly kind: 'found'; readonly operation: HostedOperation<Target>; readonly path: PathParameters }
  | { readonly kind: 'no-such-method' }
  | { readonly kind: 'no-such-path' }
  | { readonly kind: 'malformed-path' };

export type FindRoute<Target> = (method: string, rawPath: string) => Route<Target>;

/** Finds the operation. Each segment of the raw path is percent-decoded once, after it was split off. */
export function createFindRoute<Target>(operations: readonly HostedOperation<Target>[]): FindRoute<Target> {
  const routes = operations.map((operation) => ({ operation, segments: operation.template.split('/') }));
  return (method, rawPath) => {
    const segments = decodeSegments(rawPath.slice(1).split('/'));
    if (segments === null) return { kind: 'malformed-path' };
    const fitting = routes.filter((route) => fits(route.segments, segments));
    const route = fitting.find(({ operation }) => operation.method === method);
    if (route === undefined) return { kind: fitting.length > 0 ? 'no-such-method' : 'no-such-path' };
    const path: Record<string, string> = Object.create(null);
    for (const [place, template] of route.segments.entries()) {
      if (template.startsWith('{')) path[template.slice(1, -1)] = segments[place] ?? '';
    }
    return { kind: 'found', operation: route.operation, path };
  };
}

function decodeSegments(segments: readonly string[]): string[] | null {
  try {
    return segments.map((segment) => decodeURIComponent(segment));
  } catch {
    return null;
  }
}

function fits(template: readonly string[], segments: readonly string[]): boolean {
  if (template.length !== segments.length) return false;
  return template.every((part, place) => (part.startsWith('{') ? segments[place] !== '' : part === segments[place]));
}
