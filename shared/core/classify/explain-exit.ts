import type { FailureEvidence } from './failure-evidence.ts';
import type { Scene } from './find-failure.ts';
import { type Finding, findIn } from './finding.ts';

/** How much memory a program says it uses. */
const memoryReading =
  /\b(?:rss|memory(?:[ _]usage)?|mem|heap(?:[ _]used)?)\b["']?\s?[=:]?\s?(\d+(?:\.\d+)?)\s?([kmgt%])?/i;
const linesMax = 40;

/** What an exit code names by itself, and where the shell's 137 has growing memory before it. */
export function explainExit({ before, failure }: Scene, { exitCode, operator }: FailureEvidence): Finding | null {
  const text =
    failure === null
      ? ''
      : [failure.message, ...failure.body.slice(-3), ...(failure.chain ?? []).map(({ message }) => message)].join('\n');
  const named = [...text.matchAll(/\b(?:exit code|return code|status)[ :=]{1,2}(-?\d{1,3})\b/g)].at(-1)?.[1];
  const code = named === undefined ? exitCode : Number(named);
  if (code == null || !Number.isFinite(code)) return null;
  const grown =
    code === 137 || code === 247 || code === -9
      ? growingMemory(before.slice(-linesMax).map(({ message }) => message))
      : null;
  const said = grown === null ? `exit status ${code}` : `exit status ${code} while memory grew`;
  const found = findIn(said, { place: 'platform', operator });
  return found === null
    ? null
    : { ...found, line: grown ?? text.split('\n').findLast((line) => line.includes(String(code))) ?? said };
}

/** The last of at least two readings of memory, when it is the highest. */
function growingMemory(lines: readonly string[]): string | null {
  const readings = lines.flatMap((line) => {
    const [, amount, unit = ''] = memoryReading.exec(line) ?? [];
    return amount === undefined ? [] : [{ line, bytes: Number(amount) * (scale.get(unit.toLowerCase()) ?? 1) }];
  });
  const [last, ...earlier] = readings.toReversed();
  return last !== undefined && earlier.length > 0 && earlier.every(({ bytes }) => bytes < last.bytes)
    ? last.line
    : null;
}

const scale: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['g', 1e9],
  ['t', 1e12],
  ['%', 1],
]);
