import type { TaskInstanceView } from '../../../sandbox/airflow-model/read-model.ts';
import type { RunReference } from '../../../shared/core/airflow/run.ts';
import type { Incident } from '../../../shared/core/incident/incident.ts';
import type { Happening } from '../happening.ts';
import type { SimulatedWorld } from '../world.ts';
import { keyOf } from './chronicle.ts';
import type { Context, Invariant } from './invariant.ts';
import { describe } from './proved-writes.ts';

/** A task's process writes that it was stopped some seconds after a person set its state. */
const logWrittenMs = 5_000;
/** Of a mapped task only some logs are read. */
const logsPerCaseMax = 3;

/** A task that failed later did so because somebody ran it again. */
const sameMomentMs = 4_000;

/** What a person did to one task instance, and how it shows. */
interface Mark {
  readonly at: number;
  readonly mapIndex: number;
  readonly taskId: string;
  readonly how: 'failed-while-running' | 'cleared-after-seen';
  readonly tryNumber: number;
  readonly generation: number;
}

/**
 * Nothing is written after a person acted, as far as it shows. No clear or set-state names a task
 * - with an instance that a person (marking task or run) failed while it ran: its log says so five seconds later
 *   (of a mapped task only if it is among the few whose logs are read);
 * - that a person cleared after Airmend had noted this failure and had not written yet, and that failed again since,
 *   within the same incident generation (unless an intent for that very try was recorded all the same: by whom it was moved is unknown then);
 * nor a task that had failed by then of a run that a person marked failed, where that shows: skipped tasks that never ran, nothing blocked.
 * Only acts before the write's listing count.
 */
export function personRespected(): Invariant {
  const marks = new Map<string, Mark[]>();
  const runsMarked = new Map<string, number>();
  return {
    name: 'a person is respected',
    see(happening, context) {
      if (happening.kind === 'forgotten') marks.delete(keyOf(happening.run));
      if (happening.kind === 'recorded') forgetIntended(marks, happening.incident);
      if (happening.kind === 'acted' && 'dagRunId' in happening.act) {
        const { act } = happening;
        const known = marks.get(keyOf(act)) ?? [];
        marks.set(keyOf(act), [...known, ...marksOf(act, context)]);
        if (act.kind === 'mark-run' && act.state === 'failed') runsMarked.set(keyOf(act), context.world.time.now);
      }
      if (happening.kind !== 'sent' || happening.sent.write.kind === 'queueRun') return;
      const why = whyNot(happening, { marks, runsMarked }, context);
      if (why !== null) context.violated(`${describe(happening.sent.write)}: ${why}`);
    },
  };
}

/** A worker that was lost already writes nothing more. */
function logSaysSo(
  { dagId, dagRunId }: RunReference,
  { taskId, mapIndex, tryNumber }: Mark,
  world: SimulatedWorld,
): boolean {
  const log = world.model.readLog({ dagId, dagRunId, taskId, mapIndex, tryNumber }, world.time.now);
  return log?.kind === 'lines' && log.lines.some((line) => line.includes('externally set'));
}

function forgetIntended(marks: Map<string, Mark[]>, { run, intent }: Incident): void {
  const known = marks.get(keyOf(run));
  if (known === undefined || intent === null) return;
  const isIntended = ({ taskId, mapIndex, tryNumber }: Mark): boolean =>
    intent.tasks.some(
      (task) =>
        task.taskId === taskId && task.roots.some((root) => root.mapIndex === mapIndex && root.tryNumber === tryNumber),
    );
  marks.set(
    keyOf(run),
    known.filter((mark) => mark.how !== 'cleared-after-seen' || !isIntended(mark)),
  );
}

function marksOf(act: Extract<Happening, { kind: 'acted' }>['act'], { world }: Context): Mark[] {
  if (!('dagRunId' in act)) return [];
  const instances = world.model.listTaskInstances(act.dagId, act.dagRunId) ?? [];
  const at = world.time.now;
  const fails = (instance: TaskInstanceView): boolean =>
    instance.state === 'running' &&
    ((act.kind === 'mark-run' && act.state === 'failed') ||
      (act.kind === 'mark-task' && act.state === 'failed' && act.taskId === instance.taskId && instance.mapIndex < 0));
  const failed = instances
    .filter(fails)
    .map((instance) => markOf(instance, 'failed-while-running', { at, generation: 0 }));
  if (act.kind !== 'clear-failed' && act.kind !== 'clear-run') return failed;
  return [
    ...failed,
    ...instances.filter((one) => one.state === 'failed').flatMap((one) => clearedMark(act, one, world, at)),
  ];
}

function clearedMark(run: RunReference, instance: TaskInstanceView, world: Context['world'], at: number): Mark[] {
  const incident = world.ledger.incidents().find((one) => keyOf(one.run) === keyOf(run));
  const known = incident?.cases.find(({ taskId }) => taskId === instance.taskId);
  const isNoted =
    known !== undefined &&
    known.ending === null &&
    known.written === null &&
    known.failing.some(({ mapIndex, tryNumber }) => mapIndex === instance.mapIndex && tryNumber === instance.tryNumber);
  if (!isNoted || incident === undefined || incident.intent !== null) return [];
  return [markOf(instance, 'cleared-after-seen', { at, generation: incident.generation })];
}

function markOf(
  { taskId, mapIndex, tryNumber }: TaskInstanceView,
  how: Mark['how'],
  { at, generation }: { at: number; generation: number },
): Mark {
  return { at, taskId, mapIndex, how, tryNumber, generation };
}

function whyNot(
  { process, sent }: Extract<Happening, { kind: 'sent' }>,
  { marks, runsMarked }: { marks: ReadonlyMap<string, Mark[]>; runsMarked: ReadonlyMap<string, number> },
  { chronicle, world }: Context,
): string | null {
  const { write } = sent;
  const run = keyOf(write.request);
  const listing = chronicle.listing(process, write.request);
  if (listing === null || write.kind === 'queueRun') return null;
  const named = write.kind === 'clear' ? write.request.taskIds : [write.request.taskId];
  const generation = world.ledger.incidents().find((one) => keyOf(one.run) === run)?.generation ?? 0;
  for (const mark of marks.get(run) ?? []) {
    if (mark.at + logWrittenMs > listing.at || !named.includes(mark.taskId)) continue;
    const failed = listing.taskInstances.filter(({ taskId, state }) => taskId === mark.taskId && state === 'failed');
    const place = failed.findIndex(({ mapIndex }) => mapIndex === mark.mapIndex);
    const instance = failed[place];
    if (instance === undefined) continue;
    const isSame = instance.tryNumber === mark.tryNumber && instance.endedAt === mark.at;
    if (
      mark.how === 'failed-while-running' &&
      isSame &&
      place < logsPerCaseMax &&
      logSaysSo(write.request, mark, world)
    )
      return `a person failed ${mark.taskId}[${mark.mapIndex}]`;
    if (mark.how === 'cleared-after-seen' && instance.tryNumber > mark.tryNumber && mark.generation === generation)
      return `a person cleared ${mark.taskId}[${mark.mapIndex}] since it failed`;
  }
  const markedAt = runsMarked.get(run);
  if (
    markedAt === undefined ||
    markedAt > listing.at ||
    !listing.taskInstances.some(
      ({ taskId, state, endedAt }) =>
        named.includes(taskId) && state === 'failed' && (endedAt ?? 0) <= markedAt + sameMomentMs,
    )
  )
    return null;
  const shows =
    chronicle.of(process).runs.get(run)?.state === 'failed' &&
    !listing.taskInstances.some(({ state }) => state === 'upstream_failed') &&
    listing.taskInstances.some(
      ({ state, tryNumber, endedAt }) => state === 'skipped' && tryNumber === 0 && endedAt === markedAt,
    );
  return shows ? 'a person marked the run failed' : null;
}
