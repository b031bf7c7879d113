import { parseJsonText } from '../../shared/core/diagnostics/json-text.ts';
import { compilePattern } from '../../shared/core/policy/pattern/compile-pattern.ts';
import { parsePattern } from '../../shared/core/policy/pattern/parse-pattern.ts';
import { type Input, readArgument, readInput } from '../read-input.ts';
import { type ExitCode, exitCodes, renderDiagnostics, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { compareExamples, type ExampleReport, parseExamples } from './pattern-examples.ts';

export interface PatternTestOptions {
  readonly pattern?: string;
  readonly event?: string;
  readonly examples?: string;
  readonly json?: boolean;
}

/** `airmend pattern test`: one pattern against one event, or a whole file of examples. */
export function testPattern(options: PatternTestOptions, terminal: Terminal): ExitCode {
  if (options.examples !== undefined) return testExamples(readInput(options.examples), options, terminal);
  if (options.pattern === undefined || options.event === undefined) {
    throw new UsageError('give `--pattern` and `--event`, or `--examples FILE`');
  }
  return testOne(readArgument(options.pattern, 'pattern'), readArgument(options.event, 'event'), terminal);
}

function testOne(pattern: Input, event: Input, terminal: Terminal): ExitCode {
  const written = parseJsonText(pattern);
  const parsed = written.ok ? parsePattern(written.value) : undefined;
  const refusals = written.ok ? (parsed?.ok === false ? parsed.faults.map(written.diagnose) : []) : written.diagnostics;
  if (refusals.length > 0 || parsed?.ok !== true) {
    terminal.complain(renderDiagnostics(refusals, { text: pattern.text, colours: terminal.colours }));
    return exitCodes.refused;
  }
  const value = parseJsonText(event);
  if (!value.ok) {
    terminal.complain(renderDiagnostics(value.diagnostics, { text: event.text, colours: terminal.colours }));
    return exitCodes.refused;
  }
  if (typeof value.value !== 'object' || value.value === null || Array.isArray(value.value)) {
    throw new UsageError(`${event.file}: an event is a JSON object`);
  }
  const matches = compilePattern(parsed.pattern)(Object.fromEntries(Object.entries(value.value)));
  terminal.write(String(matches));
  return exitCodes.fine;
}

function testExamples(input: Input, { json = false }: PatternTestOptions, terminal: Terminal): ExitCode {
  const report = compareExamples(parseExamples(input));
  if (json) terminal.write(JSON.stringify(report));
  else renderReport(report, terminal);
  return report.failed > 0 ? exitCodes.faulty : exitCodes.fine;
}

function renderReport({ passed, failed, disagreements }: ExampleReport, { write, colours }: Terminal): void {
  for (const { id, level, expected, actual } of disagreements) {
    const mark = level === 'reference' ? colours.warning('differs on purpose') : colours.bad('disagrees');
    write(`${mark}  ${id} (${level}): expected ${expected}, got ${actual}`);
  }
  const failures = failed === 0 ? `${failed} failed` : colours.bad(`${failed} failed`);
  write(`${colours.good(`${passed} passed`)}, ${failures}, ${disagreements.length} disagreements`);
}
