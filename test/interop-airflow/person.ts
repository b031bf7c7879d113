import * as z from 'zod';

/** What a person does in Airflow, and sees there: written apart from the adapters, which it checks. */
export interface Person {
  seesDag(dagId: string): Promise<boolean>;
  triggers(dagId: string, dagRunId: string): Promise<void>;
  pauses(dagId: string, isPaused: boolean): Promise<void>;
  /** At once, and not as a dry run. */
  marksFailed(run: RunName, taskId: string): Promise<void>;
  clears(run: RunName, taskIds: readonly string[]): Promise<void>;
  seesRun(run: RunName): Promise<string>;
  seesTasks(run: RunName): Promise<SeenTask[]>;
}

export interface RunName {
  readonly dagId: string;
  readonly dagRunId: string;
}

export interface SeenTask {
  readonly taskId: string;
  readonly mapIndex: number;
  readonly state: string | null;
  readonly tryNumber: number;
}

const runShape = z.looseObject({ state: z.string() });
const tasksShape = z.looseObject({
  task_instances: z.array(
    z.looseObject({
      task_id: z.string(),
      map_index: z.number(),
      state: z.string().nullable(),
      try_number: z.number(),
    }),
  ),
});

type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;

export function createPersonOf3(url: string, password: string): Person {
  let token: string | null = null;
  const ask: Ask = async (method, path, body) => {
    token ??= await logIn(url, password);
    return send(`${url}/api/v2/${path}`, `Bearer ${token}`, method, body);
  };
  return {
    ...createPerson(ask),
    async triggers(dagId, dagRunId) {
      await ask('POST', `dags/${dagId}/dagRuns`, { dag_run_id: dagRunId, logical_date: null });
    },
    async marksFailed(run, taskId) {
      await ask('PATCH', `${pathOf(run)}/taskInstances/${taskId}`, { new_state: 'failed' });
    },
  };
}

export function createPersonOf2(url: string, password: string): Person {
  const basic = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  const ask: Ask = (method, path, body) => send(`${url}/api/v1/${path}`, basic, method, body);
  return {
    ...createPerson(ask),
    async triggers(dagId, dagRunId) {
      await ask('POST', `dags/${dagId}/dagRuns`, { dag_run_id: dagRunId });
    },
    async marksFailed(run, taskId) {
      await ask('PATCH', `${pathOf(run)}/taskInstances/${taskId}`, { new_state: 'failed', dry_run: false });
    },
  };
}

function createPerson(ask: Ask): Omit<Person, 'triggers' | 'marksFailed'> {
  return {
    async seesDag(dagId) {
      await ask('GET', `dags/${dagId}`);
      return true;
    },
    async pauses(dagId, isPaused) {
      await ask('PATCH', `dags/${dagId}`, { is_paused: isPaused });
    },
    async clears({ dagId, dagRunId }, taskIds) {
      const selected = { dag_run_id: dagRunId, task_ids: taskIds, include_downstream: true };
      const flags = { dry_run: false, only_failed: true, only_running: false, reset_dag_runs: true };
      await ask('POST', `dags/${dagId}/clearTaskInstances`, { ...selected, ...flags });
    },
    seesRun: async (run) => runShape.parse(await ask('GET', pathOf(run))).state,
    async seesTasks(run) {
      const { task_instances: rows } = tasksShape.parse(await ask('GET', `${pathOf(run)}/taskInstances`));
      return rows.map(({ task_id: taskId, map_index: mapIndex, state, try_number: tryNumber }) => ({
        taskId,
        mapIndex,
        state,
        tryNumber,
      }));
    },
  };
}

function pathOf({ dagId, dagRunId }: RunName): string {
  return `dags/${dagId}/dagRuns/${encodeURIComponent(dagRunId)}`;
}

async function logIn(url: string, password: string): Promise<string> {
  const answer = await send(`${url}/auth/token`, null, 'POST', { username: 'admin', password });
  return z.object({ access_token: z.string() }).parse(answer).access_token;
}

async function send(url: string, authorization: string | null, method: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization !== null && { authorization }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} was answered ${answer.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
