import { clearTaskInstances } from './clear.ts';
import type { ClearTaskInstances } from './clear-request.ts';
import type { ClearRun, SetRunState } from './set-run-state.ts';
import { clearRun, setRunState } from './set-run-state.ts';
import type { SetTaskInstanceState } from './set-task-instance-state.ts';
import { setTaskInstanceState } from './set-task-instance-state.ts';
import type { World } from './world.ts';

/** A real write. */
export type Write =
  | { readonly kind: 'clear'; readonly request: ClearTaskInstances }
  | { readonly kind: 'set-task-instance-state'; readonly request: SetTaskInstanceState }
  | { readonly kind: 'set-run-state'; readonly request: SetRunState }
  | { readonly kind: 'clear-run'; readonly request: ClearRun };

/** A write that the server took and has not applied yet. */
export interface LateWrite {
  readonly appliesAt: number;
  readonly write: Write;
}

export const lateWriteMs = 60_000;

/** Nobody hears the answer. */
export function applyLateWrite(world: World, { appliesAt, write }: LateWrite): void {
  switch (write.kind) {
    case 'clear':
      clearTaskInstances(world, write.request, appliesAt);
      break;
    case 'set-task-instance-state':
      setTaskInstanceState(world, write.request, appliesAt);
      break;
    case 'set-run-state':
      setRunState(world, write.request, appliesAt);
      break;
    case 'clear-run':
      clearRun(world, write.request, appliesAt);
  }
}
