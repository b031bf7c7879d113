import { dirname, join } from 'node:path';
import { parseDocument } from '../../shared/core/diagnostics/parse-document.ts';
import { compilePolicy } from '../../shared/core/policy/compile-policy.ts';
import { createDecidingPolicy } from '../../shared/core/policy/deciding-policy.ts';
import {
  type CaseResult,
  type DecidedCase,
  policyCasesSchema,
  runCases,
} from '../../shared/core/policy/policy-cases.ts';
import { decideEpisode } from '../../shared/core/replay/decide-episode.ts';
import { parseEpisodes } from '../../shared/core/replay/parse-episodes.ts';
import { readInput } from '../read-input.ts';
import { type ExitCode, exitCodes, renderDiagnostics, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { loadPolicy, policyFileDefault } from './load-policy.ts';

export interface PolicyTestOptions {
  readonly config?: string;
  readonly cases?: string;
  readonly json?: boolean;
}

/** `airmend policy test`: what the policy must decide, as cases beside it. */
export function testPolicy(file: string | undefined, options: PolicyTestOptions, terminal: Terminal): ExitCode {
  const { input, parsed } = loadPolicy({ file, config: options.config });
  const casesInput = readInput(options.cases ?? besidePolicy(file ?? policyFileDefault));
  const cases = parseDocument({ ...casesInput, schema: policyCasesSchema });
  if (!parsed.ok || !cases.ok) {
    if (!parsed.ok)
      terminal.complain(renderDiagnostics(parsed.diagnostics, { text: input.text, colours: terminal.colours }));
    if (!cases.ok)
      terminal.complain(renderDiagnostics(cases.diagnostics, { text: casesInput.text, colours: terminal.colours }));
    return exitCodes.refused;
  }
  const policy = createDecidingPolicy(parsed.policy);
  const folder = dirname(casesInput.file);
  const results = runCases(compilePolicy(parsed.policy), cases.value, (look, task) =>
    decideLookFile(join(folder, look), task, policy),
  );
  const decided = new Set(results.map(({ rule }) => rule));
  const summary = summarize(
    results,
    parsed.policy.rules.map(({ name }) => name).filter((name) => !decided.has(name)),
    parsed.policy.rules.length,
  );
  if (options.json === true) terminal.write(JSON.stringify({ ...summary, cases: results }));
  else renderResults(results, summary, terminal);
  return summary.failed > 0 ? exitCodes.faulty : exitCodes.fine;
}

function decideLookFile(
  file: string,
  task: string | undefined,
  policy: ReturnType<typeof createDecidingPolicy>,
): DecidedCase {
  const parsed = parseEpisodes(readInput(file).text, Date.now());
  if (!parsed.ok) throw new UsageError(`${file}:${parsed.line}: ${parsed.why}`);
  const [episode] = parsed.episodes;
  const decided = episode === undefined ? null : decideEpisode(episode, policy, task);
  if (decided === null) throw new UsageError(`${file}: no look in it holds a failed ${task ?? 'task'}`);
  return decided;
}

interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly rules: number;
  readonly rulesNotCovered: readonly string[];
}

function summarize(results: readonly CaseResult[], rulesNotCovered: readonly string[], rules: number): Summary {
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  return { passed: results.length - failed, failed, rules, rulesNotCovered };
}

function renderResults(results: readonly CaseResult[], summary: Summary, { write, colours }: Terminal): void {
  for (const { name, differences } of results) {
    write(
      differences.length === 0 ? `${colours.good('pass')}  ${name}` : `${colours.bad('FAIL')}  ${colours.strong(name)}`,
    );
    for (const { key, expected, actual } of differences) {
      write(`        ${key}`);
      write(`${colours.good(`          - expected ${JSON.stringify(expected)}`)}`);
      write(`${colours.bad(`          + got      ${JSON.stringify(actual)}`)}`);
    }
  }
  const { passed, failed, rules, rulesNotCovered } = summary;
  write('');
  write(`${passed} passed, ${failed} failed; ${rules - rulesNotCovered.length} of ${rules} rules decided a case`);
  for (const name of rulesNotCovered) write(colours.warning(`not covered: ${name}`));
}

function besidePolicy(file: string): string {
  return file.replace(/\.jsonc?$/, '.test.json');
}
