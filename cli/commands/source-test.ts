import type { Config } from '../../shared/core/config/config.ts';
import type { SourceConfig } from '../../shared/core/config/source-config.ts';
import { type Fault, toPointer } from '../../shared/core/diagnostics/diagnostic.ts';
import { didYouMean } from '../../shared/core/diagnostics/suggest.ts';
import type { SchemeSettings } from '../../shared/core/sources/authentication/scheme.ts';
import { bodyBytesMax } from '../../shared/core/sources/bounded-json.ts';
import { toDeploymentChoice } from '../../shared/core/sources/deployment-choice.ts';
import { readBody } from '../../shared/core/sources/read-body.ts';
import type { ReportDraft } from '../../shared/core/sources/report-draft.ts';
import { resolveDeployment } from '../../shared/core/sources/resolve-deployment.ts';
import type { Source } from '../../shared/core/sources/source.ts';
import { sourceKinds } from '../../shared/core/sources/source-kinds.ts';
import { sources } from '../../shared/core/sources/sources.ts';
import { toInstant } from '../../shared/core/sources/timestamp.ts';
import { loadConfig } from '../load-config.ts';
import { type RecordedRequest, readRecordedRequest, verifyRecordedRequest } from '../recorded-request.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface SourceTestOptions {
  readonly headers?: string;
  readonly at?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `airmend source test`: a payload, read as ingest would. */
export async function testSource(
  { name, payload }: { name: string; payload: string },
  options: SourceTestOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const tested = await findSource(name, options, terminal);
  const settings = tested.configured?.source.authentication ?? {};
  const request = readRecordedRequest({ payload, headers: options.headers });
  const unproved = whyUnproved(request, settings, options.at);
  if (unproved !== undefined) {
    terminal.complain(`${terminal.colours.bad('refused')}: ${unproved}`);
    return exitCodes.faulty;
  }
  if (request.auth === undefined)
    terminal.complain(terminal.colours.dim('not verified: no --headers with `auth` were given'));
  return showReports(tested, request, { json: options.json === true, terminal });
}

interface Tested {
  readonly source: Source;
  readonly configured: { readonly config: Config; readonly source: SourceConfig } | undefined;
}

/** A kind by its name; anything else is looked up in the config. */
async function findSource(name: string, options: SourceTestOptions, terminal: Terminal): Promise<Tested> {
  const kind = sourceKinds.find((one) => one === name);
  const isWhole = kind !== undefined && sources.get(kind)?.configure === undefined;
  const config = isWhole ? null : loadConfig(options.config, terminal);
  const configured = config !== null && Object.hasOwn(config.sources, name) ? config.sources[name] : undefined;
  const source = sources.get(configured?.kind ?? kind ?? 'generic');
  if (source === undefined || (configured === undefined && kind === undefined)) {
    const known = [...sourceKinds, ...Object.keys(config?.sources ?? {})];
    const help = didYouMean(name, known) ?? '`airmend source list` shows what there is';
    throw new UsageError(`there is no kind and no configured source named \`${name}\`: ${help}`);
  }
  const mapping = configured?.mapping;
  return {
    source: source.configure === undefined || mapping === undefined ? source : await source.configure(mapping),
    configured: configured === undefined || config === null ? undefined : { config, source: configured },
  };
}

function whyUnproved(request: RecordedRequest, settings: SchemeSettings, at: string | undefined): string | undefined {
  if (request.sent.byteLength > bodyBytesMax) return `the body has more than ${bodyBytesMax} bytes`;
  const now = at === undefined ? request.verifyAt : toInstant(at);
  if (at !== undefined && now === null)
    throw new UsageError(`--at ${at}: this is not a time; write it like 2026-08-01T02:14:11Z`);
  if (request.auth === undefined) return undefined;
  const verification = verifyRecordedRequest(request, now, settings);
  return verification.ok ? undefined : verification.why;
}

function showReports(
  { source, configured }: Tested,
  request: RecordedRequest,
  { json, terminal }: { json: boolean; terminal: Terminal },
): ExitCode {
  const reading = readBody(source, request.body, { headers: request.headers });
  if (reading.kind !== 'read') {
    for (const fault of reading.faults) terminal.complain(renderFault(fault, terminal));
    return exitCodes.faulty;
  }
  const { drafts, refused, notes = [], note } = reading;
  for (const fault of refused) terminal.complain(renderFault(fault, terminal));
  for (const one of notes) terminal.complain(terminal.colours.dim(one));
  const reports = drafts.map((draft) => ({ source: source.kind, ...draft, occurredAt: toIso(draft.occurredAt) }));
  if (json) terminal.write(JSON.stringify(reports, null, 2));
  else if (drafts.length === 0)
    terminal.write(`taken, and nothing comes of it${note === undefined ? '' : `: ${note}`}`);
  else for (const draft of drafts) renderDraft(draft, configured, terminal);
  return drafts.length === 0 && refused.length > 0 ? exitCodes.faulty : exitCodes.fine;
}

function renderDraft(draft: ReportDraft, configured: Tested['configured'], { write, colours }: Terminal): void {
  const { labels, occurredAt, resolved, ...said } = draft;
  write(colours.strong(resolved ? 'an end of a failure' : 'a failure'));
  if (configured !== undefined) {
    const resolution = resolveDeployment(draft, toDeploymentChoice(configured.source, configured.config.deployments));
    write(resolution.ok ? `  deployment  ${resolution.deployment}` : colours.bad(`  refused     ${resolution.why}`));
  }
  const lines = Object.entries({ ...said, occurredAt: toIso(occurredAt) }).filter(([, value]) => value !== null);
  for (const [key, value] of lines) write(`  ${key.padEnd(10)}  ${value}`);
  for (const [key, value] of Object.entries(labels)) write(colours.dim(`  label       ${key} = ${value}`));
}

function renderFault({ code, path, message, help }: Fault, { colours }: Terminal): string {
  const where = path.length === 0 ? '' : ` at ${toPointer(path)}`;
  return `${colours.bad(`refused[${code}]`)}${where}: ${message}${help === undefined ? '' : `\n${colours.help('help')}: ${help}`}`;
}

function toIso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
