import Table from 'cli-table3';
import { createDecidingPolicy } from '../../shared/core/policy/deciding-policy.ts';
import type { Policy } from '../../shared/core/policy/policy.ts';
import { parseEpisodes } from '../../shared/core/replay/parse-episodes.ts';
import { type Assumption, type ReplayedEpisode, replayPolicy } from '../../shared/core/replay/replay-policy.ts';
import {
  compareReplays,
  type ReplayDifference,
  type ReplaySummary,
  summarizeReplay,
} from '../../shared/core/replay/summarize-replay.ts';
import { readInput } from '../read-input.ts';
import { type ExitCode, exitCodes, renderDiagnostics, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { loadPolicy } from './load-policy.ts';

export interface PolicyReplayOptions {
  readonly policy?: string;
  readonly against?: string;
  readonly assume: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `airmend policy replay`: what a policy would have done with failures that were recorded, and where another one would differ. */
export function replayRecorded(file: string, options: PolicyReplayOptions, terminal: Terminal): ExitCode {
  const input = readInput(file);
  const parsed = parseEpisodes(input.text, Date.now());
  if (!parsed.ok)
    throw new UsageError(
      `${input.file}:${parsed.line}: ${parsed.why}; a line is a recorded look (airmend explain --json) or a native report`,
    );
  if (parsed.episodes.length === 0) throw new UsageError(`${input.file}: no failure is recorded in it`);
  const policies = [options.policy, ...(options.against === undefined ? [] : [options.against])].map((one) =>
    load(one, options.config, terminal),
  );
  const loaded = policies.filter((policy) => policy !== null);
  if (loaded.length < policies.length) return exitCodes.refused;
  const assume = parseAssumption(options.assume);
  const replays = loaded.map((policy) => replayPolicy(parsed.episodes, createDecidingPolicy(policy), assume));
  const [one = [], other] = replays;
  const differences = other === undefined ? [] : compareReplays(one, other);
  if (options.json === true) terminal.write(JSON.stringify(toJson(one, other, differences)));
  else render(one, other, differences, terminal);
  return exitCodes.fine;
}

function load(file: string | undefined, config: string | undefined, terminal: Terminal): Policy | null {
  const { input, parsed } = loadPolicy({ file, config });
  if (parsed.ok) return parsed.policy;
  terminal.complain(renderDiagnostics(parsed.diagnostics, { text: input.text, colours: terminal.colours }));
  return null;
}

function parseAssumption(assume: string): Assumption {
  if (assume === 'recorded' || assume === 'fails' || assume === 'recovers') return assume;
  throw new UsageError(`--assume ${assume}: choose recorded, fails or recovers`);
}

function toJson(
  one: readonly ReplayedEpisode[],
  other: readonly ReplayedEpisode[] | undefined,
  differences: readonly ReplayDifference[],
) {
  const summary = summarizeReplay(one);
  if (other === undefined) return { summary, episodes: one };
  return { summary, against: summarizeReplay(other), differences, episodes: one };
}

function render(
  one: readonly ReplayedEpisode[],
  other: readonly ReplayedEpisode[] | undefined,
  differences: readonly ReplayDifference[],
  terminal: Terminal,
): void {
  const summaries = [summarizeReplay(one), ...(other === undefined ? [] : [summarizeReplay(other)])];
  const table = new Table({
    head: ['', 'this policy', ...(other === undefined ? [] : ['the other'])],
    style: { head: [], border: [] },
  });
  for (const [name, value] of figures) table.push([name, ...summaries.map(value)]);
  terminal.write(table.toString());
  if (other === undefined) renderEpisodes(one, terminal);
  else renderDifferences(differences, terminal);
}

function renderDifferences(differences: readonly ReplayDifference[], terminal: Terminal): void {
  terminal.write(
    differences.length === 0
      ? 'both policies do the same with every failure'
      : `${differences.length} failure(s) end differently:`,
  );
  for (const { run, one: first, other: second } of differences) {
    terminal.write(`${run.dagId}/${run.dagRunId}`);
    terminal.write(terminal.colours.bad(`  - ${describe(first)}`));
    terminal.write(terminal.colours.good(`  + ${describe(second)}`));
  }
}

const figures: readonly (readonly [string, (summary: ReplaySummary) => string])[] = [
  ['failures', ({ episodes }) => String(episodes)],
  ['outcomes', ({ outcomes }) => counts(outcomes)],
  ['clears', ({ clears }) => String(clears)],
  ['set states', ({ setStates }) => String(setStates)],
  ['task instances touched', ({ instancesTouched }) => String(instancesTouched)],
  ['tries added, at most', ({ triesAdded }) => String(triesAdded)],
  ['people told', ({ escalations }) => String(escalations)],
  ['guardrails hit', ({ guardrails }) => counts(guardrails)],
];

function counts(record: Readonly<Record<string, number>>): string {
  return Object.entries(record)
    .map(([name, times]) => `${name} ${times}`)
    .join('\n');
}

function renderEpisodes(replayed: readonly ReplayedEpisode[], terminal: Terminal): void {
  for (const one of replayed) terminal.write(`${one.run.dagId}/${one.run.dagRunId}  ${describe(one)}`);
}

function describe({ outcome, rules, clears, setStates, channels, reason }: ReplayedEpisode): string {
  const decided = Object.entries(rules).map(
    ([taskId, rule]) => `${taskId} by ${rule === null ? 'otherwise' : `"${rule}"`}`,
  );
  const writes = [clears > 0 ? `${clears} clear(s)` : '', setStates > 0 ? `${setStates} set state(s)` : ''].filter(
    (part) => part !== '',
  );
  const told = channels.length > 0 ? ` → ${channels.join(', ')}` : '';
  return `${outcome} (${[...decided, ...writes].join(', ')})${told}: ${reason}`;
}
