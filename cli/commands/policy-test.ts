import { parseDocument } from '../../shared/core/diagnostics/parse-document.ts';
import { compilePolicy } from '../../shared/core/policy/compile-policy.ts';
import { type CaseResult, policyCasesSchema, runCases } from '../../shared/core/policy/policy-cases.ts';
import { readInput } from '../read-input.ts';
import { type ExitCode, exitCodes, renderDiagnostics, type Terminal } from '../terminal.ts';
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
  const results = runCases(compilePolicy(parsed.policy), cases.value);
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
