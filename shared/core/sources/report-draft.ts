import { hash } from 'node:crypto';
import { labelsMax } from '../incident/failure-report.ts';
import { readAirflowLink, readAirflowLinks } from './airflow-link.ts';
import { readFields, toEntries, toText } from './fields.ts';
import { type Clues, combineClues, type Identity, mergeClues } from './identity.ts';
import { readIdentityKeys } from './identity-key.ts';
import { readAstroMessage, readPrintedTaskInstances } from './identity-text.ts';
import { type Severity, toSeverity } from './severity.ts';
import { firstInstant } from './timestamp.ts';

/** One alert in Airmend's words, before its deployment is looked up. */
export interface ReportDraft extends Identity {
  readonly state: string | null;
  readonly error: string | null;
  readonly logUrl: string | null;
  /** Epoch ms. */
  readonly occurredAt: number | null;
  readonly severity: Severity | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly dedupeKey: string;
  readonly resolved: boolean;
}

/** What a source found in one alert; everything is untrusted and may be of any type. */
export interface Findings {
  /** What the payload's own shape says: before all fields. */
  readonly known?: Clues;
  /** Objects or lists of pairs that hold fields, best first. What is no field becomes a label. */
  readonly fields?: readonly unknown[];
  /** Names in them that are neither fields nor labels. */
  readonly notFields?: ReadonlySet<string>;
  /** Texts that may hold an identity key, a link or a printed task instance. */
  readonly texts?: readonly unknown[];
  /** Texts that are Astro's own messages. */
  readonly astroMessages?: readonly unknown[];
  /** Candidates, best first; likewise below. */
  readonly error?: readonly unknown[];
  readonly state?: string | undefined;
  readonly occurredAt?: readonly unknown[];
  readonly severity?: readonly unknown[];
  readonly logUrl?: readonly unknown[];
  /** Pairs that become labels and are no fields, before what the fields leave. */
  readonly labels?: unknown;
  /** The sender's own id of the alert. Without one: identity and try. */
  readonly alertId: string | undefined;
  readonly resolved: boolean;
}

const refusedBySqs = /[\uFFFE\uFFFF]/;
const textCharsMax = 2_000;
const searchedCharsMax = 64_000;
const labelNameCharsMax = 256;
const labelCharsMax = 1_024;
/** All labels of a report together: it must fit into a message of the queue. */
const labelsCharsMax = 16_384;
const dedupeKeyCharsMax = 1_000;
const stateCharsMax = 64;
const urlCharsMax = 2_048;

/** Makes one draft of what a source found. Total: what is no id, no time or too long is left out. */
export function draftReport(kind: string, findings: Findings): ReportDraft {
  const { fields = [], resolved } = findings;
  const found = readFields(fields, findings.notFields);
  const logUrl = firstText([found.logUrl, ...(findings.logUrl ?? [])]);
  const identity = combineClues([
    ...(findings.known === undefined ? [] : [findings.known]),
    found.clues,
    ...readTexts(findings, logUrl),
  ]);
  const alertId = findings.alertId ?? identityId(identity);
  return {
    ...identity,
    state: cleanText(findings.state ?? found.state, stateCharsMax),
    error: cleanText(firstText(findings.error ?? []), textCharsMax),
    logUrl: logUrl !== undefined && logUrl.length <= urlCharsMax ? cleanText(logUrl, urlCharsMax) : null,
    occurredAt: firstInstant(findings.occurredAt ?? []),
    severity: toSeverity([found.severity, ...(findings.severity ?? [])]),
    labels: toLabels(labelEntries(findings.labels, found.rest)),
    dedupeKey: toDedupeKey(`${kind}:${alertId}${resolved ? '|resolved' : ''}`),
    resolved,
  };
}

/** Best first: keys, links, printed task instances, Astro's words. What says nothing is left out. */
function readTexts({ texts = [], astroMessages = [] }: Findings, logUrl: string | undefined): Clues[] {
  const own = astroMessages.flatMap(searchable);
  const all = [...texts.flatMap(searchable), ...own];
  if (logUrl === undefined && own.length === 0 && !all.some(mayTell)) return [];
  const places: Clues[] = [];
  const add = (clues: Clues) => {
    if (clues.size > 0) places.push(clues);
  };
  for (const text of all) add(readIdentityKeys(text));
  if (logUrl !== undefined) add(readAirflowLink(logUrl));
  for (const text of all) add(readAirflowLinks(text));
  for (const text of all) add(readPrintedTaskInstances(text));
  // Astro's alerts also come by other senders' channels, under its own heading.
  add(mergeClues([...own, ...all.filter((text) => text.includes('[Astro Alerts]'))].map(readAstroMessage)));
  return places;
}

/** Most texts are words for people, without a character that a key, a link, a printed task instance or Astro's heading has. */
const marks = ['|', '://', '<', '['] as const;

function mayTell(text: string): boolean {
  return marks.some((mark) => text.includes(mark));
}

function searchable(text: unknown): string[] {
  return typeof text === 'string' && text !== '' ? [text.slice(0, searchedCharsMax)] : [];
}

/** Identity and try, for a sender without an id of its own. */
export function identityId({ deploymentId, dagId, dagRunId, taskId, mapIndex, tryNumber }: Identity): string {
  const ofTask = taskId === null ? ['', 'dag'] : [taskId, mapIndex ?? -1, tryNumber];
  return [deploymentId, dagId, dagRunId, ...ofTask].map((part) => part ?? '').join('|');
}

/** The first that says anything. */
export function firstText(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const text = typeof value === 'string' ? value.trim() : '';
    if (text !== '') return text;
  }
  return undefined;
}

type LabelEntry = readonly [name: string, text: string | undefined];

function labelEntries(own: unknown, rest: readonly LabelEntry[]): readonly LabelEntry[] {
  return own === undefined
    ? rest
    : [...toEntries(own).map(([name, value]): LabelEntry => [name, toText(value)]), ...rest];
}

/** No label is cut to nothing by one that is huge: both their number and their size are bounded. */
function toLabels(entries: readonly LabelEntry[]): Record<string, string> {
  const labels = new Map<string, string>();
  let chars = 0;
  for (const [name, written] of entries) {
    const text = cleanText(written, labelCharsMax);
    if (text === null || name === '' || name.length > labelNameCharsMax || labels.has(name)) continue;
    chars += name.length + text.length;
    if (labels.size === labelsMax || chars > labelsCharsMax) break;
    labels.set(name.toWellFormed(), text);
  }
  return Object.fromEntries(labels);
}

/** A text within its bound that SQS takes: no half characters, none of the two that XML forbids. */
function cleanText(text: string | undefined, charsMax: number): string | null {
  if (text === undefined || text === '') return null;
  const cut = text.length > charsMax ? text.slice(0, charsMax) : text;
  if (cut.isWellFormed() && !refusedBySqs.test(cut)) return cut;
  return cut.toWellFormed().replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD');
}

function toDedupeKey(key: string): string {
  return key.length <= dedupeKeyCharsMax ? (cleanText(key, dedupeKeyCharsMax) ?? key) : hash('sha256', key);
}
