import { AirflowError, type AirflowErrorCode } from '../../core/airflow/airflow-error.ts';
import { parseJson } from './parse-json.ts';
import type { HttpAnswer, HttpOutcome } from './request.ts';
import { errorBody } from './wire.ts';

/** What was asked, for the error that tells of it. */
export interface Asked {
  readonly operation: string;
  readonly deployment: string;
  /** The request can change Airflow: it is not a read and not a dry run. */
  readonly isWrite: boolean;
}

/** Everything but a 2xx answer, as an error of ours. Nothing of the server's text is in it but a request id. */
export function toFailure(
  asked: Asked,
  outcome: HttpOutcome,
  { now, retryAfterMsMax }: { now: number; retryAfterMsMax: number },
): AirflowError {
  switch (outcome.kind) {
    case 'timed-out':
      return createFailure(asked, 'timed-out', 'Astro did not answer in time', { mayHaveExecuted: true });
    case 'unreachable': {
      const why = outcome.errorCode ?? 'the connection broke';
      const message = `Astro can not be reached (${why}): look at the network, the baseUrl and status.astronomer.io`;
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
    case 'answer': {
      const { code, message, mayHaveExecuted } = statusMeaning(outcome.status);
      const { status } = outcome;
      const retryAfterMs = readRetryAfter(outcome.retryAfterHeader, now, retryAfterMsMax);
      const requestId = readRequestId(outcome);
      return createFailure(asked, code, `${message} (HTTP ${status})`, {
        status,
        requestId,
        retryAfterMs,
        mayHaveExecuted,
      });
    }
  }
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
  const quoted = facts.requestId === undefined ? '' : `; quote request ${facts.requestId} to Astronomer's support`;
  return new AirflowError({
    ...rest,
    code,
    operation,
    deployment,
    message: `deployment \`${deployment}\`, ${operation}: ${message}${quoted}`,
    executed: isWrite && mayHaveExecuted ? 'unknown' : 'no',
  });
}

interface Meaning {
  readonly code: AirflowErrorCode;
  readonly message: string;
  readonly mayHaveExecuted: boolean;
}

const meanings: Readonly<Record<number, Meaning>> = {
  400: {
    code: 'bad-request',
    message: 'Astro refused the request as malformed or as a selection it does not allow',
    mayHaveExecuted: false,
  },
  401: {
    code: 'unauthorized',
    message: 'Astro refused the token: it is invalid, expired or rotated; put the new value into its secret',
    mayHaveExecuted: false,
  },
  403: {
    code: 'forbidden',
    message:
      'the token is not allowed to do this; give it the Deployment Admin or Workspace Operator role for this deployment',
    mayHaveExecuted: false,
  },
  404: { code: 'not-found', message: 'not there, or not visible to this token', mayHaveExecuted: false },
  409: { code: 'conflict', message: 'somebody else changed the same thing at the same time', mayHaveExecuted: true },
  429: { code: 'throttled', message: 'Astro asks for fewer requests', mayHaveExecuted: false },
};

function statusMeaning(status: number): Meaning {
  const known = Object.hasOwn(meanings, status) ? meanings[status] : undefined;
  if (known !== undefined) return known;
  if (status >= 500)
    return { code: 'server-error', message: 'Astro, or the Airflow behind it, failed', mayHaveExecuted: true };
  if (status >= 400) return { code: 'bad-request', message: 'Astro refused the request', mayHaveExecuted: true };
  if (status >= 300) {
    const message = 'Astro redirects elsewhere, where the token must not go; set the baseUrl to the final address';
    return { code: 'redirected', message, mayHaveExecuted: true };
  }
  return { code: 'unreadable-answer', message: 'the status makes no sense here', mayHaveExecuted: true };
}

/** From the body, else from the header. Only what looks like an id and, having no dots, can not be an echoed JWT. */
export function readRequestId({ text, requestIdHeader }: HttpAnswer): string | undefined {
  const body = errorBody.safeParse(parseJson(text));
  const candidates = [body.success ? body.data.requestId : null, requestIdHeader];
  return candidates.find((candidate) => candidate !== null && /^[\w-]{1,64}$/.test(candidate)) ?? undefined;
}

/** Seconds or an HTTP date (RFC 9110), bounded. */
function readRetryAfter(header: string | null, now: number, msMax: number): number | undefined {
  const written = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(written)) return Math.min(Number(written) * 1_000, msMax);
  const at = written.endsWith(' GMT') ? Date.parse(written) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now), msMax);
}
