import type { Finding } from './finding.ts';
import { findIn } from './finding.ts';
import type { LogLevel, LogRecord } from './log/log-record.ts';
import { parseTracebacks } from './log/parse-traceback.ts';
import { rank } from './signatures/match-signatures.ts';
import type { Strength } from './signatures/signature.ts';
import { isSurvived, recovers, reportsError, saysNothing } from './survived.ts';
import { walkChain } from './walk-chain.ts';

/** One line of what ran, as the task's log repeats it. */
interface OutputLine {
  readonly text: string;
  readonly level: LogLevel | null;
}

/** Lines and characters looked at, from the failure backwards: what is farther away did not cause it. */
const linesMax = 200;
const charsMax = 16_000;
/** Errors weighed against each other; beyond them it is the same one again. */
const findingsMax = 20;

/** What to accept: at least this strength, with at most this much ordinary work between it and the failure. */
export interface Reach {
  readonly operator: string | null;
  readonly strength: Strength;
  readonly workMax: number;
  /** Words alone do not count: the line must report an error or an answer. */
  readonly errorsOnly?: boolean;
}

/**
 * Looks backwards from the failure for the cause that what ran printed itself: a container's traceback, a service's answer.
 * What was followed by ordinary work or by a success is not it.
 */
export function scanOutput(records: readonly LogRecord[], reach: Reach): Finding | null {
  const lines = toLines(records);
  const recent = lines.slice(lines.findLastIndex(({ text }) => recovers(text)) + 1);
  return fromTraceback(recent, reach) ?? fromLines(recent, reach);
}

function toLines(records: readonly LogRecord[]): OutputLine[] {
  const lines: OutputLine[] = [];
  for (let index = records.length - 1; index >= 0 && lines.length < linesMax; index -= 1) {
    const record = records[index];
    if (record === undefined) break;
    const { level, message, body, chain, fields } = record;
    for (const { type, message: said } of chain ?? []) lines.push({ text: `${type}: ${said}`, level });
    for (const text of body.toReversed()) lines.push({ text, level });
    for (const text of `${message}${fields === '' ? '' : ` ${fields}`}`.split('\n').toReversed())
      lines.push({ text: text.replace(containerPrefix, ''), level });
  }
  return withinChars(lines.slice(0, linesMax)).toReversed();
}

function withinChars(lines: readonly OutputLine[]): OutputLine[] {
  let chars = 0;
  return lines.map(shorten).filter(({ text }) => {
    chars += text.length;
    return chars <= charsMax;
  });
}

/** What ran says why in a line that people can read. */
const lineCharsMax = 2_000;

function shorten({ text, level }: OutputLine): OutputLine {
  if (text.length <= lineCharsMax) return { text, level };
  return { text: `${text.slice(0, lineCharsMax / 2)} … ${text.slice(-lineCharsMax / 2)}`, level };
}

const containerPrefix = /^\[[\w.-]{1,64}\] (?=\S|\s{2,}File|\s*$)/;

/** The traceback nearest to the failure, where it is near enough. */
function fromTraceback(lines: readonly OutputLine[], { operator, strength, workMax }: Reach): Finding | null {
  const opening = lines.findLastIndex(({ text }) => text.includes('Traceback (most recent call last)'));
  if (opening < 0) return null;
  const chain = parseTracebacks(lines.slice(firstOfChain(lines, opening)).map(({ text }) => text)).at(-1);
  if (chain === undefined) return null;
  const last = chain.at(-1);
  const end = lines.findLastIndex(
    ({ text }) => last !== undefined && text.startsWith(last.type) && text.includes(last.message.split('\n')[0] ?? ''),
  );
  if (countWork(lines.slice(Math.max(end, opening) + 1)) > workMax) return null;
  const shortened = chain.map((one) => ({ ...one, message: one.message.split('\n').slice(0, 3).join('\n') }));
  const found = walkChain(shortened, { place: 'output', operator });
  return found !== null && rank(found.signature.strength) >= rank(strength) ? found : null;
}

/** A chain's first traceback stands above the lines that link it. */
function firstOfChain(lines: readonly OutputLine[], opening: number): number {
  for (let index = opening; index >= 0; index -= 1) {
    const isOpening = lines[index]?.text.includes('Traceback (most recent call last)') === true;
    const isLinked = lines.slice(Math.max(0, index - 3), index).some(({ text }) => text.includes('above exception'));
    if (isOpening && !isLinked) return index;
  }
  return opening;
}

function countWork(lines: readonly OutputLine[]): number {
  return lines.filter(({ text }) => !saysNothing(text)).length;
}

/** Of the lines near the failure the one that says most; of equals a deeper cause, then the nearest. */
function fromLines(
  lines: readonly OutputLine[],
  { operator, strength, workMax, errorsOnly = false }: Reach,
): Finding | null {
  let best: { finding: Finding; weight: number } | null = null;
  let work = 0;
  let findings = 0;
  for (const { text, level } of lines.toReversed()) {
    if (work > workMax || findings >= findingsMax) break;
    if (saysNothing(text) || isSurvived(text)) continue;
    if (errorsOnly && (level === 'info' || level === 'debug') && !reportsError(text)) {
      work += 1;
      continue;
    }
    const finding = findIn(text, { place: 'output', operator });
    if (finding === null || rank(finding.signature.strength) < rank(strength)) {
      if (finding === null && !/\b(?:error|exception|fail(?:ed|ure)?|fatal)\b/i.test(text)) work += 1;
      continue;
    }
    findings += 1;
    const weight =
      rank(finding.signature.strength) * 4 - work - (level === 'warning' ? 2 : 0) - (level === 'debug' ? 4 : 0);
    if (best === null || weight > best.weight) best = { finding, weight };
  }
  return best?.finding ?? null;
}
