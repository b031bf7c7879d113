import * as z from 'zod';
import { AirflowError, type AirflowErrorCode } from '../core/airflow/airflow-error.ts';
import { parseJson } from './parse-json.ts';
import type { HttpAnswer, HttpOutcome } from './request.ts';

/** What was asked, for the error that tells of it. */
export interface Asked {
  readonly operation: string;
  readonly deployment: string;
  /** The request can change Airflow: it is not a read and not a dry run. */
  readonly isWrite: boolean;
}

/** What an answer means for the caller. */
export interface Meaning {
  readonly code: AirflowErrorCode;
  readonly message: string;
  readonly mayHaveExecuted: boolean;
}

/** How one API tells of trouble, and what a person can do about it there. */
export interface Dialect {
  /** As messages call it: `Astro`. */
  readonly server: string;
  readonly helps: { readonly unauthorized: string; readonly forbidden: string; readonly unreachable: string };
  /** What an answer means where its status alone would mislead; null: what its status says. */
  readonly explain: (asked: Asked, answer: HttpAnswer) => Meaning | null;
  /** What is said with a request's id; nothing where nobody could look it up. */
  readonly quote: (requestId: string | undefined) => string;
}

interface FailureContext {
  readonly now: number;
  readonly retryAfterMsMax: number;
  readonly dialect: Dialect;
}

/** Everything but a 2xx answer, as an error of ours. Nothing of the server's text is in it but a request id. */
export function toFailure(asked: Asked, outcome: HttpOutcome, context: FailureContext): AirflowError {
  const { dialect } = context;
  switch (outcome.kind) {
    case 'timed-out':
      return createFailure(asked, 'timed-out', `${dialect.server} did not answer in time`, { mayHaveExecuted: true });
    case 'unreachable': {
      const why = outcome.errorCode ?? 'the connection broke';
      const message = `${dialect.server} can not be reached (${why}): ${dialect.helps.unreachable}`;
      return createFailure(asked, 'unreachable', message, { mayHaveExecuted: outcome.wasSent });
    }
    case 'too-large':
      return createFailure(asked, 'answer-too-large', 'the answer is larger than this client reads', {
        status: outcome.status,
        mayHaveExecuted: true,
      });
    case 'cut-off':
      return createFailure(asked, 'unreachable', 'the connection broke before the end of the answer', {
        status: outcome.status,
        mayHaveExecuted: true,
      });
    case 'answer':
      return toRefusal(asked, outcome, context);
  }
}

function toRefusal(asked: Asked, answer: HttpAnswer, { now, retryAfterMsMax, dialect }: FailureContext): AirflowError {
  const { status } = answer;
  const { code, message, mayHaveExecuted } = dialect.explain(asked, answer) ?? statusMeaning(status, dialect);
  const retryAfterMs = readRetryAfter(answer.headers.get('retry-after'), now, retryAfterMsMax);
  const requestId = readRequestId(answer);
  const facts = { status, requestId, retryAfterMs, mayHaveExecuted };
  return createFailure(asked, code, `${message} (HTTP ${status})${dialect.quote(requestId)}`, facts);
}

export function createFailure(
  { operation, deployment, isWrite }: Asked,
  code: AirflowErrorCode,
  message: string,
  facts: {
    mayHaveExecuted: boolean;
    status?: number | undefined;
    requestId?: string | undefined;
    retryAfterMs?: number | undefined;
  },
): AirflowError {
  const { mayHaveExecuted, ...rest } = facts;
  return new AirflowError({
    ...rest,
    code,
    operation,
    deployment,
    message: `deployment \`${deployment}\`, ${operation}: ${message}`,
    executed: isWrite && mayHaveExecuted ? 'unknown' : 'no',
  });
}

function statusMeaning(status: number, { server, helps }: Dialect): Meaning {
  switch (status) {
    case 400:
    case 405:
    case 406:
    case 422: {
      const message = `${server} refused the request as malformed or as a selection it does not allow`;
      return { code: 'bad-request', message, mayHaveExecuted: false };
    }
    case 401: {
      const message = `${server} refused the ${helps.unauthorized}`;
      return { code: 'unauthorized', message, mayHaveExecuted: false };
    }
    case 403:
      return { code: 'forbidden', message: helps.forbidden, mayHaveExecuted: false };
    case 404:
      return { code: 'not-found', message: 'not there, or not visible to this token', mayHaveExecuted: false };
    case 409: {
      const message = 'somebody else changed the same thing at the same time';
      return { code: 'conflict', message, mayHaveExecuted: true };
    }
    case 429:
      return { code: 'throttled', message: `${server} asks for fewer requests`, mayHaveExecuted: false };
    default:
      return rangeMeaning(status, server);
  }
}

function rangeMeaning(status: number, server: string): Meaning {
  if (status >= 500)
    return {
      code: 'server-error',
      message: `${server === 'Airflow' ? 'Airflow' : `${server}, or the Airflow behind it,`} failed`,
      mayHaveExecuted: true,
    };
  if (status >= 400) return { code: 'bad-request', message: `${server} refused the request`, mayHaveExecuted: true };
  if (status >= 300) {
    const message = `${server} redirects elsewhere, where the token must not go; set the baseUrl to the final address`;
    return { code: 'redirected', message, mayHaveExecuted: true };
  }
  return { code: 'unreadable-answer', message: 'the status makes no sense here', mayHaveExecuted: true };
}

/** The body of an error answer. The message is not read: it is the server's text and may hold anything. */
const errorBody = z.object({ requestId: z.string() });

/** From the body, else from the header. Only what looks like an id and, having no dots, can not be an echoed JWT. */
export function readRequestId({ text, headers }: HttpAnswer): string | undefined {
  const body = errorBody.safeParse(parseJson(text));
  const candidates = [body.success ? body.data.requestId : undefined, headers.get('x-request-id')];
  return candidates.find((candidate) => candidate !== undefined && /^[\w-]{1,64}$/.test(candidate));
}

/** Seconds or an HTTP date (RFC 9110), bounded. */
function readRetryAfter(header: string | undefined, now: number, msMax: number): number | undefined {
  const written = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(written)) return Math.min(Number(written) * 1_000, msMax);
  const at = written.endsWith(' GMT') ? Date.parse(written) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), msMax);
}
