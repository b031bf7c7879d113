import { keyOf } from './chronicle.ts';
import type { Invariant } from './invariant.ts';

/** A write is decided only for a task with an instance that is failed in the listing of the same look, whatever an alert said, and none that Airflow will try again. */
export function decidedOnTruth(): Invariant {
  return {
    name: 'the API decides, not the alert',
    see(happening, { chronicle, violated }) {
      if (happening.kind !== 'noted' || happening.event.event !== 'case-decided' || happening.event.next !== 'write')
        return;
      const { run, taskId } = happening.event;
      const instances =
        chronicle.listing(happening.process, run)?.taskInstances.filter((one) => one.taskId === taskId) ?? [];
      if (!instances.some(({ state }) => state === 'failed')) violated(`${keyOf(run)} ${taskId} is not failed`);
      if (instances.some(({ state }) => state === 'up_for_retry'))
        violated(`${keyOf(run)} ${taskId} will be tried again`);
    },
  };
}
