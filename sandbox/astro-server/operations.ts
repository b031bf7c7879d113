import type { HostedOperation } from '../api-host/operation.ts';
import { getTaskInstanceLogs } from './log-operation.ts';
import type { Operation, Runtime, Spelling } from './operation.ts';
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

/** The same where they are hosted, in one spelling. */
export function hostOperations(spelling: Spelling): HostedOperation<Runtime>[] {
  return operations.map(({ operationId, method, template, answer }) => ({
    operationId,
    method,
    template: `${prefix}/${template}`,
    answer: ({ target, ...request }) => answer({ ...request, runtime: target, spelling }),
  }));
}
