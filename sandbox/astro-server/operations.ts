import { getTaskInstanceLogs } from './log-operation.ts';
import type { Operation, PathParameters } from './operation.ts';
import {
  getMappedTaskInstance,
  getRuntimeDag,
  listDagRuns,
  listMappedTaskInstances,
  listTaskInstances,
} from './read-operations.ts';
import {
  clearDagRun,
  clearTaskInstances,
  updateDagRun,
  updateTaskInstance,
  updateTaskInstancesState,
} from './write-operations.ts';

/** All that this API can do. */
export const operations: readonly Operation[] = [
  clearTaskInstances,
  updateTaskInstancesState,
  updateDagRun,
  clearDagRun,
  updateTaskInstance,
  listMappedTaskInstances,
  getMappedTaskInstance,
  getRuntimeDag,
  listDagRuns,
  listTaskInstances,
  getTaskInstanceLogs,
];

const prefix = 'v1alpha1/organizations/{organizationId}/workspaces/{workspaceId}/runtimes/{runtimeId}';

const routes = operations.map((operation) => ({ operation, segments: `${prefix}/${operation.template}`.split('/') }));

export type Route =
  | { readonly kind: 'found'; readonly operation: Operation; readonly path: PathParameters }
  | { readonly kind: 'no-such-method' }
  | { readonly kind: 'no-such-path' }
  | { readonly kind: 'malformed-path' };

/** Finds the operation. Each segment of the raw path is percent-decoded once, after it was split off. */
export function findRoute(method: string, rawPath: string): Route {
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
