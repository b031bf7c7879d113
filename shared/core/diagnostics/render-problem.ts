import type { Diagnostic } from './diagnostic.ts';

/** A problem document, RFC 9457 (`application/problem+json`). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly ProblemError[];
}

interface ProblemError {
  readonly code: string;
  readonly pointer: string;
  readonly detail: string;
  readonly help?: string;
}

/** Diagnostics as one problem document: the first error leads, all are listed. */
export function renderProblem(options: { status: number; title: string; diagnostics: readonly Diagnostic[] }): Problem {
  const { status, title, diagnostics } = options;
  const first = diagnostics.find(({ severity }) => severity === 'error') ?? diagnostics[0];
  return {
    type: first === undefined ? 'about:blank' : `urn:airmend:problem:${first.code}`,
    title,
    status,
    detail: first === undefined ? title : first.message,
    errors: diagnostics.map(({ code, pointer, message, help }) => ({
      code,
      pointer,
      detail: message,
      ...(help === undefined ? {} : { help }),
    })),
  };
}
