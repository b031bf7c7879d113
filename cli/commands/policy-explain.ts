import { existsSync } from 'node:fs';
import type { DecidingPolicy } from '../../shared/core/decide/look-input.ts';
import type { JsonObject } from '../../shared/core/diagnostics/json-text.ts';
import { parseJsonText } from '../../shared/core/diagnostics/json-text.ts';
import { compilePolicy } from '../../shared/core/policy/compile-policy.ts';
import { completeFacts } from '../../shared/core/policy/complete-facts.ts';
import { createDecidingPolicy } from '../../shared/core/policy/deciding-policy.ts';
import { type Difference, explainMatch, type RuleExplanation } from '../../shared/core/policy/explain-match.ts';
import type { Facts } from '../../shared/core/policy/facts.ts';
import { isList, readField } from '../../shared/core/policy/pattern/read-values.ts';
import { decideCase } from '../../shared/core/policy/policy-cases.ts';
import { factsOfEpisode } from '../../shared/core/replay/decide-episode.ts';
import { gatherEpisodes } from '../../shared/core/replay/episode.ts';
import { type LedgerOptions, withLedger } from '../open-ledger.ts';
import { readArgument, readInput } from '../read-input.ts';
import { type DeploymentOptions, deploymentIdOf, parseRun } from '../run-argument.ts';
import { type Colours, type ExitCode, exitCodes, plainColours, renderDiagnostics, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { loadPolicy } from './load-policy.ts';

export interface PolicyExplainOptions extends LedgerOptions, DeploymentOptions {
  readonly policy?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `airmend policy explain`: for every rule, whether it matches or the first fact for which it does not. */
export async function explainPolicy(
  subject: string,
  options: PolicyExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { input, parsed } = loadPolicy({ file: options.policy, config: options.config });
  if (!parsed.ok) {
    terminal.complain(renderDiagnostics(parsed.diagnostics, { text: input.text, colours: terminal.colours }));
    return exitCodes.refused;
  }
  const compiled = compilePolicy(parsed.policy);
  const facts = completeFacts(
    compiled,
    namesRun(subject) ? await readRunFacts(subject, createDecidingPolicy(parsed.policy), options) : readFacts(subject),
  );
  const rules = explainMatch(parsed.policy, facts);
  const decision = decideCase(compiled, facts);
  if (options.json === true) terminal.write(JSON.stringify({ decision, rules }));
  else renderExplanation(rules, decision, terminal);
  return exitCodes.fine;
}

/** `<dagId>/<dagRunId>`, where no file has that name. */
function namesRun(subject: string): boolean {
  return /^[^{@/][^/]*\/./.test(subject) && !existsSync(subject);
}

/** The facts of the first failed task in the run's latest recorded looks. */
async function readRunFacts(run: string, policy: DecidingPolicy, options: PolicyExplainOptions): Promise<Facts> {
  const key = parseRun(run, deploymentIdOf(options, options.sandbox === true));
  const looks = await withLedger(options, (ledger) => ledger.listLooks(key, looksMax));
  const episode = gatherEpisodes(looks).at(-1);
  const facts = episode === undefined ? null : factsOfEpisode(episode, policy);
  if (facts === null) throw new UsageError(`no look of ${run} that saw a failure is in the ledger`);
  return facts;
}

const looksMax = 20;

/** Facts as they are, or a report: its identity and its advisory facts. */
function readFacts(subject: string): Facts {
  const input =
    subject.trimStart().startsWith('{') || subject.startsWith('@')
      ? readArgument(subject, 'facts')
      : readInput(subject);
  const json = parseJsonText({ ...input, comments: true });
  if (!json.ok) throw new UsageError(renderDiagnostics(json.diagnostics, { text: input.text, colours: plainColours }));
  const value = isList(json.value) ? json.value[0] : json.value;
  if (!isObject(value))
    throw new UsageError(`${input.file}: the facts of a case are an object, like {"dagId": "etl", "taskId": "load"}`);
  const reports = readField(value, 'reports');
  const [report] = isList(reports) ? reports : [];
  if (isObject(report)) return toFacts(report);
  return Object.hasOwn(value, 'reportId') || Object.hasOwn(value, 'occurredAt') ? toFacts(value) : value;
}

function toFacts(report: JsonObject): Facts {
  const named = ['source', 'deployment', 'dagId', 'dagRunId', 'taskId', 'tryNumber', 'state', 'labels'].map(
    (name) => [name, readField(report, name)] as const,
  );
  const known = [...named, ['errorText', readField(report, 'error')] as const].filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(known.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function renderExplanation(
  rules: readonly RuleExplanation[],
  decision: ReturnType<typeof decideCase>,
  { write, colours }: Terminal,
): void {
  for (const { index, name, result, difference } of rules) {
    const mark =
      result === 'decides'
        ? colours.good('decides')
        : result === 'matches'
          ? colours.warning('matches')
          : colours.dim('differs');
    write(`${mark}  ${index + 1}. ${name}`);
    if (difference !== undefined) write(`           ${describeDifference(difference, colours)}`);
    if (result === 'matches') write('           an earlier rule decides');
  }
  const by = decision.rule === null ? '`otherwise`' : `rule \`${decision.rule}\``;
  write('');
  write(`${by}: ${decision.plan.join(', then ')}`);
  write(`failure class: ${decision.failureClass}`);
  if (decision.refusal !== null) write(colours.warning(`nothing would be written: guardrail \`${decision.refusal}\``));
}

function describeDifference({ fact, wanted, found }: Difference, { strong }: Colours): string {
  const is = found === undefined ? 'is not known' : `is ${shorten(JSON.stringify(found))}`;
  return fact === '$or'
    ? 'no alternative of `$or` fits'
    : `${strong(fact)} ${is}; wanted ${shorten(JSON.stringify(wanted))}`;
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
