import * as z from 'zod';

/** One structured line of a function's log. */
export interface FunctionEvent {
  readonly event: string;
  readonly dagId: string | null;
  readonly dagRunId: string | null;
  readonly taskId: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
}

const logged = z.looseObject({
  event: z.string(),
  run: z.looseObject({ dagId: z.string(), dagRunId: z.string() }).optional(),
  dagId: z.string().nullish(),
  dagRunId: z.string().nullish(),
  taskId: z.string().nullish(),
});

/** Reads what the functions' journal wrote. Null: a line of the runtime or of a library. */
export function parseFunctionLine(line: string): FunctionEvent | null {
  const parsed = logged.safeParse(parseJson(line));
  if (!parsed.success) return null;
  const { event, run, dagId, dagRunId, taskId, ...facts } = parsed.data;
  return {
    event,
    dagId: run?.dagId ?? dagId ?? null,
    dagRunId: run?.dagRunId ?? dagRunId ?? null,
    taskId: taskId ?? null,
    facts,
  };
}

const metric = z.looseObject({ _aws: z.looseObject({ CloudWatchMetrics: z.array(z.unknown()) }) });

/** Whether a line is CloudWatch's embedded metric format: counted, and nothing to show. */
export function isMetricLine(line: string): boolean {
  return metric.safeParse(parseJson(line)).success;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
