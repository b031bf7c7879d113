import { type Fault, toPointer } from '../../shared/core/diagnostics/diagnostic.ts';
import { renderProblem } from '../../shared/core/diagnostics/render-problem.ts';

/** What the sender gets. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Accepted {
  /** Ids of the reports that the queue took. */
  readonly reports: readonly string[];
  /** What was not taken, and why; empty where everything was. */
  readonly refused: readonly { readonly code: string; readonly pointer: string; readonly detail: string }[];
  readonly note?: string;
}

/** 202 where reports were queued, 200 where the event is none of ours to act on. */
export function accepted(answer: Accepted): Answer {
  return json(answer.reports.length > 0 ? 202 : 200, 'application/json', answer);
}

/** The same again, from its body, for a copy of what was taken. */
export function acceptedBefore(body: string): Answer {
  return { statusCode: 202, headers: { 'content-type': 'application/json' }, body };
}

const titles = new Map([
  [400, 'The request can not be read'],
  [401, 'The request is not authenticated'],
  [405, 'Only POST is answered'],
  [413, 'The body is too large'],
  [415, 'The body has another content type or encoding'],
  [503, 'Try again later'],
]);

/** A problem document, RFC 9457. */
export function problem(status: number, faults: readonly Fault[]): Answer {
  const title = titles.get(status) ?? 'The request is refused';
  const diagnostics = faults.map(({ code, path, message, help }) => ({
    code,
    severity: 'error' as const,
    pointer: toPointer(path),
    message,
    help,
    notes: [],
  }));
  const headers = status === 401 ? { 'www-authenticate': 'Bearer' } : status === 405 ? { allow: 'POST' } : {};
  return json(status, 'application/problem+json', renderProblem({ status, title, diagnostics }), headers);
}

/** A fault as the answer's list of refusals has it. */
export function toRefusal({ code, path, message }: Fault): Accepted['refused'][number] {
  return { code, pointer: toPointer(path), detail: message };
}

function json(statusCode: number, contentType: string, value: unknown, headers: Record<string, string> = {}): Answer {
  return { statusCode, headers: { 'content-type': contentType, ...headers }, body: JSON.stringify(value) };
}
