import type { DagDefinition, Outcome, TaskDefinition, TriggerRule } from './dag-definition.ts';

/** A DAG definition with its defaults filled in and its graph linked; tasks in topological order. */
export interface CompiledDag {
  readonly definition: DagDefinition;
  readonly dependsOnPast: boolean;
  readonly tasks: readonly CompiledTask[];
  readonly byTaskId: ReadonlyMap<string, CompiledTask>;
}

export interface CompiledTask {
  readonly taskId: string;
  readonly definition: TaskDefinition;
  /** Its place in `CompiledDag.tasks`, and in the tasks of a run that was made for this version of the DAG. */
  readonly index: number;
  readonly upstream: CompiledTask[];
  readonly downstream: CompiledTask[];
  readonly triggerRule: TriggerRule;
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly durationMs: number;
  readonly operator: string;
  readonly isSetup: boolean;
  readonly isTeardown: boolean;
  /** Decides the run's state. Teardowns don't. */
  isLeaf: boolean;
  /** Setups that this task needs, each with its teardowns. Filled for work tasks only. */
  setups: readonly { readonly setup: CompiledTask; readonly teardowns: readonly CompiledTask[] }[];
}

const retryDelayMsDefault = 300_000;
const durationMsDefault = 1_000;

/** Throws on what Airflow would not import either: an unknown or repeated task id, a cycle. */
export function compileDag(definition: DagDefinition): CompiledDag {
  const tasks = inTopologicalOrder(definition).map(compileTask);
  const byTaskId = new Map(tasks.map((task) => [task.taskId, task]));
  for (const task of tasks) {
    for (const taskId of task.definition.upstream ?? []) {
      const upstream = byTaskId.get(taskId);
      if (upstream === undefined) continue;
      task.upstream.push(upstream);
      upstream.downstream.push(task);
    }
  }
  for (const task of tasks) {
    task.isLeaf = !task.isTeardown && task.downstream.every((below) => below.isTeardown);
    if (!task.isSetup && !task.isTeardown) task.setups = setupsOf(task);
  }
  return { definition, dependsOnPast: definition.dependsOnPast ?? false, tasks, byTaskId };
}

function compileTask(definition: TaskDefinition, index: number): CompiledTask {
  const isTeardown = definition.role === 'teardown';
  return {
    taskId: definition.taskId,
    definition,
    index,
    upstream: [],
    downstream: [],
    triggerRule: definition.triggerRule ?? (isTeardown ? 'all_done_setup_success' : 'all_success'),
    retries: definition.retries ?? 0,
    retryDelayMs: definition.retryDelayMs ?? retryDelayMsDefault,
    durationMs: definition.durationMs ?? durationMsDefault,
    operator: definition.operator ?? (definition.marks === undefined ? 'PythonOperator' : 'ExternalTaskMarker'),
    isSetup: definition.role === 'setup',
    isTeardown,
    isLeaf: false,
    setups: [],
  };
}

function inTopologicalOrder({ dagId, tasks }: DagDefinition): TaskDefinition[] {
  const byTaskId = new Map<string, TaskDefinition>();
  for (const task of tasks) {
    if (byTaskId.has(task.taskId)) throw new TypeError(`DAG ${dagId}: the task id ${task.taskId} is used twice`);
    byTaskId.set(task.taskId, task);
  }
  const ordered = new Set<TaskDefinition>();
  const visit = (task: TaskDefinition, below: readonly string[]): void => {
    if (ordered.has(task)) return;
    if (below.includes(task.taskId)) throw new TypeError(`DAG ${dagId}: ${task.taskId} is upstream of itself`);
    for (const taskId of task.upstream ?? []) {
      const upstream = byTaskId.get(taskId);
      if (upstream === undefined) throw new TypeError(`DAG ${dagId}: ${task.taskId} names no known task: ${taskId}`);
      visit(upstream, [...below, task.taskId]);
    }
    ordered.add(task);
  };
  for (const task of tasks) visit(task, []);
  return [...ordered];
}

/** Every task above or below this one, without itself. */
export function flatRelatives(task: CompiledTask, direction: 'upstream' | 'downstream'): Set<CompiledTask> {
  const found = new Set<CompiledTask>();
  const pending = [...task[direction]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    pending.push(...next[direction]);
  }
  return found;
}

/** `get_upstreams_only_setups_and_teardowns` of Airflow: setups above that have no teardown, or one below this task. */
function setupsOf(task: CompiledTask): { setup: CompiledTask; teardowns: CompiledTask[] }[] {
  const teardownsBelow = new Set([...flatRelatives(task, 'downstream')].filter((below) => below.isTeardown));
  const setups = [];
  for (const setup of flatRelatives(task, 'upstream')) {
    if (!setup.isSetup) continue;
    const teardowns = setup.downstream.filter((below) => below.isTeardown);
    if (teardowns.length === 0 || teardowns.some((teardown) => teardownsBelow.has(teardown)))
      setups.push({ setup, teardowns });
  }
  return setups;
}

const success: Outcome = { result: 'success' };

/** What the n-th start (from 0) of a task instance comes to. */
export function outcomeOfStart({ definition }: CompiledTask, mapIndex: number, start: number): Outcome {
  const own = definition.outcomesByMapIndex;
  const key = String(mapIndex);
  const outcomes = own !== undefined && Object.hasOwn(own, key) ? own[key] : definition.outcomes;
  return outcomes?.[Math.min(start, outcomes.length - 1)] ?? success;
}
