import * as z from 'zod';
import { failureReportSchema } from './failure-report.ts';

const deployment = z.string().min(1).max(128);

/** The newest form of message this code writes and the newest it can read. */
export const workMessageVersion = 1;

/**
 * What the failure queue carries. A message never says what to do, only where to look: any number of duplicates is harmless.
 * Times are epoch ms.
 */
export const workMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    version: z.literal(workMessageVersion),
    type: z.literal('report'),
    receivedAt: z.number(),
    report: failureReportSchema,
  }),
  z.strictObject({
    version: z.literal(workMessageVersion),
    type: z.literal('look'),
    queuedAt: z.number(),
    deployment,
    dagId: z.string().min(1),
    dagRunId: z.string().min(1),
  }),
  z.strictObject({
    version: z.literal(workMessageVersion),
    type: z.literal('discover'),
    queuedAt: z.number(),
    deployment,
    /** Null: every DAG that discovery knows. */
    dagId: z.string().min(1).nullable(),
  }),
]);

export type WorkMessage = z.infer<typeof workMessageSchema>;

export type ParsedWorkMessage =
  | { readonly kind: 'work'; readonly message: WorkMessage }
  /** Written by newer code: left where it is until this code is replaced. */
  | { readonly kind: 'newer'; readonly version: number }
  /** Not ours: parked, never retried. */
  | { readonly kind: 'foreign'; readonly why: string };

/** Reads a queue message. Total: what it can't read is named, not thrown. */
export function parseWorkMessage(body: string): ParsedWorkMessage {
  const json = parseJson(body);
  if (json === undefined) return { kind: 'foreign', why: 'the message is not JSON' };
  const parsed = workMessageSchema.safeParse(json);
  if (parsed.success) return { kind: 'work', message: parsed.data };
  const version = versionOf(json);
  if (version !== undefined && version > workMessageVersion) return { kind: 'newer', version };
  const [issue] = parsed.error.issues;
  return {
    kind: 'foreign',
    why: `${issue?.path.join('.') || 'the message'}: ${issue?.message ?? 'has another shape'}`,
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function versionOf(json: unknown): number | undefined {
  const versioned = z.looseObject({ version: z.number() }).safeParse(json);
  return versioned.success ? versioned.data.version : undefined;
}
