/**
 * One thing that is wrong in something a person wrote: a policy, the config, a pattern, a payload.
 * Data first; `render-terminal.ts` and `render-problem.ts` turn it into text last.
 */
export interface Diagnostic {
  /** Names the bad thing, kebab-case and stable: `unknown-fact`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly file?: string | undefined;
  /** JSON pointer (RFC 6901) of the value or key that is wrong; empty for the whole document. */
  readonly pointer: string;
  /** 1-based. Line, column and length (in UTF-16 code units) are known together or not at all. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly length?: number | undefined;
  /** What is wrong: lower case, no full stop, the offending text in backticks, true by itself. */
  readonly message: string;
  /** How to mend it; only where it is probably right. */
  readonly help?: string | undefined;
  readonly notes: readonly string[];
}

/** A place in a text. Lines and columns are 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A fault that is not yet tied to a place in a file: what a parser of values reports. */
export interface Fault {
  readonly code: string;
  readonly severity?: 'error' | 'warning';
  /** The path from the document's root. */
  readonly path: readonly (string | number)[];
  /** Marks the key itself rather than its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly help?: string | undefined;
  readonly notes?: readonly string[];
}

/** The JSON pointer (RFC 6901) of a path. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
