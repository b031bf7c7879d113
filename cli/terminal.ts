import { bold, cyan, dim, green, red, yellow } from 'yoctocolors';
import type { Diagnostic } from '../shared/core/diagnostics/diagnostic.ts';
import { renderTerminal } from '../shared/core/diagnostics/render-terminal.ts';

/** Where a command writes. Standard output carries results, standard error what went wrong with the command itself. */
export interface Terminal {
  readonly write: (line: string) => void;
  readonly complain: (line: string) => void;
  readonly colours: Colours;
}

export interface Colours {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly help: (text: string) => string;
}

export const plainColours: Colours = { good: same, bad: same, warning: same, strong: same, dim: same, help: same };
const brightColours: Colours = { good: green, bad: red, warning: yellow, strong: bold, dim, help: cyan };

/** The terminal of this process; colours only where a person reads. */
export function createTerminal(): Terminal {
  return {
    write: (line) => console.log(line),
    complain: (line) => console.error(line),
    colours: process.stdout.isTTY ? brightColours : plainColours,
  };
}

/** Exit codes, the same for every command. */
export const exitCodes = {
  /** Done, and nothing to object to. */
  fine: 0,
  /** Done; what was checked has faults. */
  faulty: 1,
  /** Not done: a bad argument, a file that can't be read, a pattern that is refused. */
  refused: 2,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Diagnostics as compilers show them, the lines quoted from `text`. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: { text: string; colours: Colours },
): string {
  const { bad, warning, dim: faint, help, strong } = options.colours;
  const paint = {
    error: (text: string) => strong(bad(text)),
    warning: (text: string) => strong(warning(text)),
    dim: faint,
    help,
  };
  return diagnostics.map((diagnostic) => renderTerminal(diagnostic, { text: options.text, paint })).join('\n\n');
}

function same(text: string): string {
  return text;
}
