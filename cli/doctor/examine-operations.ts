import { AirflowError } from '../../shared/core/airflow/airflow-error.ts';
import { createClearRequest } from '../../shared/core/airflow/clear-request.ts';
import type { RunReference } from '../../shared/core/airflow/run.ts';
import { createSetStateRequest } from '../../shared/core/airflow/set-state-request.ts';
import { isFailed, type TaskInstance, unmapped } from '../../shared/core/airflow/task-instance.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import { type Found, findingsOf } from './finding.ts';

export interface Tried {
  readonly name: string;
  readonly airflow: Airflow;
  /** DAGs that are there. */
  readonly dagIds: readonly string[];
  /** The run to try on; null: a failed one of those DAGs. */
  readonly run: RunReference | null;
  readonly now: number;
}

const searchedMs = 30 * 24 * 3_600_000;
const dagsSearchedMax = 10;

/** Which operations this API really does: each is tried once, on a real run. Reads, and dry runs in the place of writes. */
export async function examineOperations({ name, airflow, dagIds, run, now }: Tried): Promise<Found[]> {
  const { note } = findingsOf(name);
  const searched = run === null ? await findFailedRun(name, airflow, { dagIds, endedSince: now - searchedMs }) : null;
  const tried = run ?? searched?.run ?? null;
  if (tried === null)
    return [
      ...(searched?.findings ?? []),
      note(
        'no failed run was found to try task instances, logs and dry runs on',
        'name a run with --run <dagId>/<dagRunId>',
      ),
    ];
  const readRun = await attempt(name, 'read a run', async () => {
    const found = await airflow.readRun(tried, { logicalAt: null });
    return found === null ? 'says that there is none' : `it is ${found.state}`;
  });
  const listing = await attemptWith(name, 'list its task instances', async () => {
    const listed = await airflow.listTaskInstances(tried);
    return {
      value: listed?.taskInstances ?? [],
      says: `${listed?.taskInstances.length ?? 0} in ${listed?.pages ?? 0} page(s)`,
    };
  });
  const onInstances = await examineInstances(name, airflow, tried, listing.value ?? []);
  return [...(searched?.findings ?? []), readRun, listing.found, ...onInstances];
}

async function findFailedRun(name: string, airflow: Airflow, query: { dagIds: readonly string[]; endedSince: number }) {
  const findings: Found[] = [];
  for (const dagId of query.dagIds.slice(0, dagsSearchedMax)) {
    const { found, value } = await attemptWith(name, 'list failed runs', async () => {
      const [run] = await airflow.listFailedRuns({ dagId, endedSince: query.endedSince, limit: 1 });
      return {
        value: run ?? null,
        says: run === undefined ? `none of ${dagId} in 30 days` : `${dagId}/${run.dagRunId}`,
      };
    });
    if (value !== null || found.level === 'bad') return { findings: [found], run: value };
    findings.splice(0, 1, found);
  }
  return { findings, run: null };
}

/** On a failed task, or where none is failed on the first: a dry run changes nothing either way. */
async function examineInstances(
  name: string,
  airflow: Airflow,
  { dagId, dagRunId }: RunReference,
  instances: readonly TaskInstance[],
): Promise<Found[]> {
  const instance = instances.find(isFailed) ?? instances[0];
  if (instance === undefined) return [];
  const { taskId, mapIndex, tryNumber } = instance;
  const log = () => airflow.readLogTail({ dagId, dagRunId, taskId, mapIndex, tryNumber: Math.max(1, tryNumber) });
  const clear = createClearRequest({ dagId, dagRunId, taskIds: [taskId], includeDownstream: false });
  const setState = createSetStateRequest({ dagId, dagRunId, taskId, state: 'success' });
  const setsState = airflow.abilities.previewsSetState && mapIndex === unmapped;
  return [
    fieldsOf(name, instances),
    await attempt(name, `read the log of ${taskId}`, async () => {
      const tail = await log();
      return tail.kind === 'text' ? `${tail.text.length} characters` : tail.kind;
    }),
    await attempt(name, `clear ${taskId}, as a dry run`, async () => {
      const affected = await airflow.previewClear(clear);
      return `it would touch ${affected.length}`;
    }),
    ...(setsState
      ? [
          await attempt(name, `set ${taskId} to success, as a dry run`, async () => {
            const affected = await airflow.previewSetState(setState);
            return `it would touch ${affected.length}`;
          }),
        ]
      : [
          findingsOf(name).note('setting a state was not tried: this API has no dry run for it, or the task is mapped'),
        ]),
  ];
}

const fields = ['startedAt', 'endedAt', 'durationSeconds', 'operator', 'queue', 'pool'] as const;

/** Facts that a policy may match on and that this API never filled. */
function fieldsOf(name: string, instances: readonly TaskInstance[]): Found {
  const { good, note } = findingsOf(name);
  const empty = fields.filter((field) => instances.every((instance) => instance[field] === null));
  return empty.length === 0
    ? good('every field of a task instance is filled')
    : note(`no task instance of this run has: ${empty.join(', ')}`, 'a rule that matches on these does not apply here');
}

async function attempt(name: string, what: string, ask: () => Promise<string>): Promise<Found> {
  return (await attemptWith(name, what, async () => ({ value: null, says: await ask() }))).found;
}

async function attemptWith<Value>(
  name: string,
  what: string,
  ask: () => Promise<{ value: Value; says: string }>,
): Promise<{ found: Found; value: Value | null }> {
  const { good, bad } = findingsOf(name);
  const startedAt = performance.now();
  try {
    const { value, says } = await ask();
    return { value, found: good(`${what}: ${says} (${Math.round(performance.now() - startedAt)} ms)`) };
  } catch (error) {
    if (!(error instanceof AirflowError)) throw error;
    return {
      value: null,
      found: bad(`${what}: ${error.message}`, 'Airmend can not do this here: does the token allow it?'),
    };
  }
}
