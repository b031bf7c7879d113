import * as z from 'zod';
import { runStates, taskInstanceStates } from '../airflow/state.ts';
import { intervals, toLookSettings } from '../config/intervals.ts';
import type { RecordedLook } from '../decide/recorded-look.ts';
import { type Episode, gatherEpisodes } from './episode.ts';

const time = z.number();
const run = z.looseObject({
  dagId: z.string(),
  dagRunId: z.string(),
  state: z.enum(runStates),
  runType: z.string(),
  logicalAt: time.nullable(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
});
const taskInstance = z.looseObject({
  taskId: z.string(),
  mapIndex: z.int(),
  state: z.enum(taskInstanceStates),
  tryNumber: z.int(),
  maxTries: z.int(),
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  durationSeconds: z.number().nullable(),
  operator: z.string().nullable(),
  queue: z.string().nullable(),
  pool: z.string().nullable(),
});
const log = z.looseObject({
  taskId: z.string(),
  mapIndex: z.int(),
  tryNumber: z.int(),
  kind: z.enum(['text', 'missing', 'cut']),
  text: z.string(),
});

/** As much of a recorded look as a replay reads; the rest was decided then and is decided anew. */
const look = z.looseObject({
  version: z.literal(1),
  run: z.object({ deploymentId: z.string(), dagId: z.string(), dagRunId: z.string() }),
  generation: z.number(),
  now: time,
  deployment: z.looseObject({ name: z.string() }),
  settings: z.looseObject({ cadenceMs: z.array(z.number()) }),
  incident: z.looseObject({
    hints: z.looseObject({
      count: z.number(),
      advisory: z.array(z.looseObject({ reportId: z.string() })),
      taskIds: z.array(z.string()),
    }),
  }),
  truth: z.looseObject({
    observedAt: time,
    run: run.nullable(),
    taskInstances: z.array(taskInstance),
    logs: z.array(log),
  }),
});
const recordedLook = z.custom<RecordedLook>((value) => look.safeParse(value).success);

const report = z.looseObject({
  deploymentId: z.string().nullish(),
  dagId: z.string(),
  dagRunId: z.string().nullish(),
  taskId: z.string().nullish(),
  mapIndex: z.int().nullish(),
  tryNumber: z.int().nullish(),
  error: z.string().nullish(),
  occurredAt: z.string().nullish(),
  source: z.string().nullish(),
  resolved: z.boolean().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
});

export type ParsedEpisodes =
  | { readonly ok: true; readonly episodes: Episode[] }
  | { readonly ok: false; readonly line: number; readonly why: string };

/** Reads JSON lines of recorded looks (`airmend explain --json`) or of native reports; `now` stands in where a report has no time. */
export function parseEpisodes(text: string, now: number): ParsedEpisodes {
  const looks: RecordedLook[] = [];
  const episodes: Episode[] = [];
  for (const [index, written] of text.split('\n').entries()) {
    if (written.trim() === '') continue;
    const json = parseLine(written);
    const parsedLook = recordedLook.safeParse(json);
    if (parsedLook.success) {
      looks.push(parsedLook.data);
      continue;
    }
    const reports = z
      .union([
        z.looseObject({ reports: z.array(report) }).transform((body) => body.reports),
        report.transform((one) => [one]),
      ])
      .safeParse(json);
    if (!reports.success) return { ok: false, line: index + 1, why: whyNeither(json) };
    episodes.push(
      ...reports.data
        .filter(({ resolved }) => resolved !== true)
        .map((one, position) => reportedEpisode(one, `${index}-${position}`, now)),
    );
  }
  return { ok: true, episodes: [...gatherEpisodes(looks), ...episodes].sort((left, right) => left.at - right.at) };
}

function parseLine(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

function whyNeither(json: unknown): string {
  if (json === undefined) return 'it is not JSON';
  const isLook = z.looseObject({ truth: z.unknown() }).safeParse(json).success;
  const [issue] = (isLook ? look : report).safeParse(json).error?.issues ?? [];
  return `it is no ${isLook ? 'recorded look' : 'report'}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
}

/** A report tells of one failed task and nothing else of its run: it is taken as a failed run with that one task. */
function reportedEpisode(one: z.infer<typeof report>, id: string, now: number): Episode {
  const parsed = one.occurredAt == null ? now : Date.parse(one.occurredAt);
  const at = Number.isFinite(parsed) ? parsed : now;
  const taskId = one.taskId ?? 'unknown';
  const tryNumber = one.tryNumber ?? 1;
  const { dagId } = one;
  const dagRunId = one.dagRunId ?? `reported-${id}`;
  const instance = {
    taskId,
    mapIndex: one.mapIndex ?? -1,
    state: 'failed' as const,
    tryNumber,
    maxTries: tryNumber - 1,
    startedAt: null,
    endedAt: at,
    durationSeconds: null,
    operator: null,
    queue: null,
    pool: null,
  };
  const logged = {
    taskId,
    mapIndex: instance.mapIndex,
    tryNumber,
    kind: one.error == null ? ('missing' as const) : ('text' as const),
    text: one.error ?? '',
  };
  const settings = toLookSettings(intervals.parse({}));
  return {
    run: { deploymentId: one.deploymentId ?? 'reported', dagId, dagRunId },
    deployment: one.deploymentId ?? 'reported',
    at: at + settings.logSettleMs,
    truth: {
      observedAt: at,
      run: { dagId, dagRunId, state: 'failed', runType: 'unknown', logicalAt: null, startedAt: null, endedAt: at },
      taskInstances: [instance],
      dag: { dagId, isPaused: null, isActive: null, hasImportErrors: null, maxActiveRuns: null, tags: [], owners: [] },
      logs: [logged],
    },
    hints: {
      count: 1,
      lastReceivedAt: at,
      advisory: [
        {
          reportId: id,
          source: one.source ?? 'reported',
          error: one.error ?? null,
          severity: null,
          labels: one.labels ?? {},
        },
      ],
      taskIds: [taskId],
    },
    settings,
    recordedEnd: new Map([[taskId, 'failed']]),
  };
}
