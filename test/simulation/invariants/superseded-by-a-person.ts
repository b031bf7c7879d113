import type { Happening } from '../happening.ts';
import { keyOf } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';

/**
 * What Airmend did itself is not taken for a person's act: a case ends as `superseded` only if a person had acted on its run or DAG before,
 * or a write of Airmend's had touched what it did not name (then a wider effect is what is told).
 * TTL may have forgotten Airmend's own write. A skip that came with the failure looks like a run that was marked failed: there Airmend
 * errs on the side of a person, and that is not held against it.
 */
export function supersededByAPerson(): Invariant {
  const touched = new Set<string>();
  return {
    name: 'superseded only by a person',
    see(happening, context) {
      if (happening.kind === 'forgotten') touched.add(keyOf(happening.run));
      if (happening.kind === 'acted') noteAct(touched, happening.act, context);
      if (happening.kind === 'sent') noteWider(touched, happening.sent, context);
      if (happening.kind !== 'recorded') return;
      const { incident, before } = happening;
      const run = keyOf(incident.run);
      if (touched.has(run)) return;
      const known = new Set(before?.cases.flatMap(({ taskId, ending }) => (ending === null ? [] : [taskId])));
      for (const { taskId, ending } of incident.cases)
        if (ending?.outcome === 'superseded' && !known.has(taskId) && !looksMarked(happening, context))
          context.violated(`${run} ${taskId}: ${ending.reason}`);
    },
  };
}

function noteAct(touched: Set<string>, act: Extract<Happening, { kind: 'acted' }>['act'], { world }: Context): void {
  if ('dagRunId' in act) touched.add(keyOf(act));
  else if ('dagId' in act) for (const run of world.plan.runs) if (run.dagId === act.dagId) touched.add(keyOf(run));
}

function noteWider(
  touched: Set<string>,
  { write, touched: changed }: Extract<Happening, { kind: 'sent' }>['sent'],
  { world: { plan } }: Context,
): void {
  if (write.kind !== 'clear') return;
  for (const one of changed)
    if (keyOf(one) !== keyOf(write.request) || !write.request.taskIds.includes(one.before.taskId))
      touched.add(keyOf(one));
  // Applied late, it may be as wide as any.
  if (changed.length > 0 || !plan.quirks.some(({ name }) => name === 'write-late')) return;
  for (const run of plan.runs) if (run.dagId === write.request.dagId) touched.add(keyOf(run));
}

function looksMarked({ process, incident }: Extract<Happening, { kind: 'recorded' }>, { chronicle }: Context): boolean {
  const instances = chronicle.listing(process, incident.run)?.taskInstances ?? [];
  return instances.some(({ state, tryNumber }) => state === 'skipped' && tryNumber === 0);
}
