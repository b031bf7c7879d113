import type { Colours, Terminal } from '../terminal.ts';
import type { Finding, Level } from './finding.ts';

const marks: Readonly<Record<Level, string>> = { good: '✓', note: '·', warning: '!', bad: '✗' };

/** A picture for a person: by check, each with how to mend it, and a sum at the end. */
export function renderFindings(findings: readonly Finding[], { write, colours }: Terminal): void {
  for (const [check, found] of Map.groupBy(findings, (finding) => finding.check)) {
    write(colours.strong(check));
    for (const { level, says, mend, about } of alikeTogether(found)) {
      const paint = painterOf(level, colours);
      write(`  ${paint(marks[level])} ${about === '' ? '' : `${about}: `}${level === 'bad' ? paint(says) : says}`);
      if (mend !== null) write(`      ${colours.help(level === 'note' ? 'see' : 'mend')} ${mend}`);
    }
  }
  write(`\n${sum(findings, colours)}`);
}

/** What is said of several in the same words is said once. */
function alikeTogether(findings: readonly Finding[]): (Omit<Finding, 'check' | 'about'> & { about: string })[] {
  const alike = Map.groupBy(findings, ({ level, says, mend }) => JSON.stringify([level, says, mend]));
  return [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ ...first, about: [first, ...others].map(({ about }) => about ?? '').join(', ') }],
  );
}

function sum(findings: readonly Finding[], colours: Colours): string {
  const count = (level: Level) => findings.filter((one) => one.level === level).length;
  const [bad, warnings] = [count('bad'), count('warning')];
  const parts = [`${count('good')} as it should be`, `${warnings} to look at`, `${bad} broken`].join(', ');
  if (bad > 0) return colours.bad(parts);
  return warnings > 0 ? colours.warning(parts) : colours.good(parts);
}

function painterOf(level: Level, { good, bad, warning, dim }: Colours): (text: string) => string {
  return { good, bad, warning, note: dim }[level];
}
