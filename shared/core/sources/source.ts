import type * as z from 'zod';
import type { Mapping } from '../config/mapping.ts';
import type { Fault } from '../diagnostics/diagnostic.ts';
import type { Json } from '../diagnostics/json-text.ts';
import type { SchemeName } from './authentication/scheme.ts';
import type { ReportDraft } from './report-draft.ts';
import type { SourceKind } from './source-kinds.ts';

/** One kind of sender. A payload becomes reports; who sent it is not a source's business. */
export interface Source {
  readonly kind: SourceKind;
  /** The sender, as people call it. */
  readonly title: string;
  /** How its sender can prove who it is; the first is what our docs recommend. */
  readonly schemes: readonly SchemeName[];
  /** Content types that it is sent with; JSON where absent. */
  readonly contentTypes?: readonly string[];
  /** The sender gives up for good on a 4xx: a request that is proved its own never gets one. */
  readonly givesUpOn4xx: boolean;
  /** Total and pure. */
  readonly read: (body: Json, delivery: Delivery) => Reading;
  /** A kind that is read as a configured source says: loads what that needs. */
  readonly configure?: (mapping: Mapping) => Promise<Source>;
}

/** How a body came. Names of headers are lower case. */
export interface Delivery {
  readonly headers: ReadonlyMap<string, string>;
}

/** What a body holds, or why nothing in it can be used. */
export type Reading = { readonly kind: 'unreadable'; readonly faults: readonly Fault[] } | Alerts;

export interface Alerts {
  readonly kind: 'read';
  readonly drafts: readonly ReportDraft[];
  /** Alerts that could not be read, among others that could. */
  readonly refused: readonly Fault[];
  /** Why there is no report, where there is none. */
  readonly note?: string;
  /** What was looked for and not found, for `airmend source test`. */
  readonly notes?: readonly string[];
  /** A topic asks whether it may send: to be fetched once the request is proved. */
  readonly confirmAt?: string;
}

/** A source from its payload's schema (what it reads, and no more) and its normalizer. */
export function defineSource<Payload>(
  source: Omit<Source, 'read' | 'configure'> & {
    readonly payload: z.ZodType<Payload>;
    readonly normalize: (payload: Payload, delivery: Delivery) => Alerts;
  },
): Source {
  const { payload, normalize, ...rest } = source;
  return {
    ...rest,
    read(body, delivery) {
      const parsed = payload.safeParse(body);
      if (parsed.success) return normalize(parsed.data, delivery);
      return { kind: 'unreadable', faults: parsed.error.issues.slice(0, faultsMax).map(toFault) };
    },
  };
}

/** Reports of one payload. */
export function reportsOf(drafts: readonly ReportDraft[], refused: readonly Fault[] = []): Alerts {
  return { kind: 'read', drafts, refused };
}

/** An event that is no failure: accepted, and nothing comes of it. */
export function nothing(note: string): Alerts {
  return { kind: 'read', drafts: [], refused: [], note };
}

/** One body holds no more alerts than this: the keys that are allowed would not do for more. */
const alertsMax = 5_000;
/** What is refused is listed up to here. */
const refusedMax = 100;

/** Reads a list of alerts, each for itself, so that a bad one never costs the others. */
export function readEach(
  list: readonly unknown[],
  readOne: (alert: unknown, index: number) => { readonly drafts: readonly ReportDraft[] } | { readonly fault: Fault },
): Alerts {
  const drafts: ReportDraft[] = [];
  const refused: Fault[] = [];
  for (const [index, alert] of list.slice(0, alertsMax).entries()) {
    const read = readOne(alert, index);
    if ('drafts' in read) drafts.push(...read.drafts);
    else if (refused.length < refusedMax) refused.push(read.fault);
  }
  if (list.length > alertsMax) refused.push(tooMany);
  return reportsOf(drafts, refused);
}

const tooMany: Fault = {
  code: 'too-many-alerts',
  path: [alertsMax],
  message: `only the first ${alertsMax} alerts of one body are read`,
  help: 'send fewer alerts in one request',
};

const faultsMax = 20;

function toFault({ code, path, message }: z.core.$ZodIssue): Fault {
  return {
    code: code === 'invalid_type' ? 'wrong-type' : 'wrong-value',
    path: path.map((step) => (typeof step === 'number' ? step : String(step))),
    message: message.replace(/^Invalid input: /, '').slice(0, 200),
  };
}
