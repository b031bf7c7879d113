import type { TaskInstance } from '../../../shared/core/airflow/task-instance.ts';
import { policyOf } from '../functions.ts';
import type { Happening, WriteRequest } from '../happening.ts';
import { keyOf, type Listing, type Previewed, tasksIn } from './chronicle.ts';
import { below, dagOf } from './dag-graph.ts';
import type { Context, Invariant } from './invariant.ts';

/**
 * No request goes beyond its proof. Each request that reaches Airflow
 * - follows a listing of its run by the same process, and (clear, setState) a dry run of exactly the same request after that listing,
 *   whose answer named this run only and each task as often as the listing showed it failed or blocked (of a map index that
 *   is named, that one alone);
 * - names only tasks that the process decided to write, and blocked tasks below no other failed task;
 *   a completion names blocked tasks of a run in which nothing is failed;
 * - a setState names the one failed instance of a task (of a mapped one only where the API can) with no other failure below it; a queueRun comes when nothing is failed, and nothing blocked
 *   unless a clear was lost, and only after a write that Airmend had decided for the same run;
 * - touches no more task instances than the policy allows.
 */
export function provedWrites(): Invariant {
  return {
    name: 'no request beyond its proof',
    see(happening, context) {
      if (happening.kind !== 'sent') return;
      const { process, sent } = happening;
      const listing = context.chronicle.listing(process, sent.write.request);
      if (listing === null) context.violated(`${describe(sent.write)} was sent without a listing`);
      else judge(happening, listing, context);
    },
  };
}

function judge({ process, sent }: Extract<Happening, { kind: 'sent' }>, listing: Listing, context: Context): void {
  const { chronicle, violated } = context;
  const { write } = sent;
  const { taskInstances } = listing;
  const failed = tasksIn(taskInstances, 'failed');
  if (write.kind === 'queueRun') {
    const isFirst = chronicle.intents.filter(({ run }) => keyOf(run) === keyOf(write.request)).length < 2;
    const isLostClear = tasksIn(taskInstances, 'none').size > 0;
    if (isFirst) violated(`${describe(write)}: Airmend has decided no write before`);
    if (failed.size > 0) violated(`${describe(write)}: something is failed`);
    if (!isLostClear && tasksIn(taskInstances, 'upstream_failed').size > 0)
      violated(`${describe(write)}: something is blocked`);
    return;
  }
  const preview = chronicle.of(process).preview;
  const mismatch = mismatchOf(write, preview, listing);
  if (mismatch !== null) violated(`${describe(write)}: ${mismatch}`);
  const excess =
    write.kind === 'clear' ? excessOfClear(write, failed, context, process) : excessOfSet(write, listing, context);
  if (excess !== null) violated(`${describe(write)}: ${excess}`);
  const limit = policyOf(process.config).policy.guardrails.blastRadius.taskInstances;
  const touches = meantBy(write, taskInstances).length;
  if (touches > limit) violated(`${describe(write)}: touches ${touches} of at most ${limit}`);
}

function mismatchOf(
  write: Exclude<WriteRequest, { kind: 'queueRun' }>,
  preview: Previewed | null,
  { at, taskInstances }: Listing,
): string | null {
  if (preview === null || preview.at < at) return 'no dry run came between the listing and the write';
  if (JSON.stringify(preview.write) !== JSON.stringify(write)) return 'the last dry run was another request';
  const foreign = preview.answer.find(({ dagRunId }) => dagRunId !== write.request.dagRunId);
  if (foreign !== undefined) return `its dry run named ${foreign.dagRunId}`;
  const shown = preview.answer
    .map(({ taskId }) => taskId)
    .sort()
    .join(' ');
  const meant = meantBy(write, taskInstances)
    .map(({ taskId }) => taskId)
    .sort()
    .join(' ');
  return shown === meant ? null : `its dry run showed [${shown}] where the listing had [${meant}]`;
}

function meantBy(
  write: Exclude<WriteRequest, { kind: 'queueRun' }>,
  taskInstances: readonly TaskInstance[],
): TaskInstance[] {
  const down = taskInstances.filter(({ state }) => state === 'failed' || state === 'upstream_failed');
  if (write.kind === 'clear') return down.filter(({ taskId }) => write.request.taskIds.includes(taskId));
  const { taskId, mapIndex } = write.request;
  return down.filter((one) => one.taskId === taskId && (mapIndex === undefined || one.mapIndex === mapIndex));
}

function excessOfClear(
  { request }: Extract<WriteRequest, { kind: 'clear' }>,
  failed: ReadonlySet<string>,
  { chronicle, world }: Context,
  process: Extract<Happening, { kind: 'sent' }>['process'],
): string | null {
  const roots = new Set(request.taskIds.filter((taskId) => failed.has(taskId)));
  if (roots.size === 0) return failed.size === 0 ? null : 'it names no failed task, although there is one';
  const dag = dagOf(world.plan.dags, request.dagId);
  const others = new Set([...failed].filter((taskId) => !roots.has(taskId)));
  const shared = below(dag, others);
  const undecided = [...roots].find((taskId) => !chronicle.of(process).decidedToWrite.has(taskId));
  if (undecided !== undefined) return `${undecided} was not decided`;
  const stranger = request.taskIds.find((taskId) => !roots.has(taskId) && shared.has(taskId));
  return stranger === undefined ? null : `${stranger} is blocked by another failed task too`;
}

function excessOfSet(
  { request }: Extract<WriteRequest, { kind: 'setState' }>,
  { taskInstances }: Listing,
  { world }: Context,
): string | null {
  const instances = taskInstances.filter(({ taskId }) => taskId === request.taskId);
  const { mapIndex = -1 } = request;
  const isMapped = instances.some((one) => one.mapIndex >= 0);
  if (isMapped && !world.airflow.abilities.setsMapIndex) return 'the task is mapped';
  const [addressed] = instances.filter((one) => one.mapIndex === mapIndex);
  if (addressed?.state !== 'failed') return `the task is ${addressed?.state}`;
  if (instances.some((one) => one !== addressed && one.state === 'failed')) return 'another index of it failed too';
  const under = below(dagOf(world.plan.dags, request.dagId), new Set([request.taskId]));
  const other = [...tasksIn(taskInstances, 'failed')].find((taskId) => under.has(taskId));
  return other === undefined ? null : `Airflow clears ${other} too, which failed itself`;
}

export function describe(write: WriteRequest): string {
  const { dagId, dagRunId } = write.request;
  const what =
    write.kind === 'clear' ? write.request.taskIds.join(',') : write.kind === 'setState' ? write.request.taskId : '';
  return `${write.kind} ${dagId}/${dagRunId} ${what}`;
}
