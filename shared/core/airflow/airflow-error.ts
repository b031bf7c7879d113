/** What went wrong between Airmend and an Airflow API. Callers branch on this, never on text. */
export const airflowErrorCodes = [
  'bad-request',
  'unauthorized',
  'forbidden',
  'not-found',
  'conflict',
  'throttled',
  'server-error',
  'timed-out',
  'unreachable',
  'redirected',
  'unreadable-answer',
  'answer-too-large',
  'shifting-listing',
  'run-too-large',
  'token-missing',
  'token-expired',
] as const;
export type AirflowErrorCode = (typeof airflowErrorCodes)[number];

/** Whether the request can have had an effect. A write that is `unknown` is never sent again blindly. */
export type Executed = 'no' | 'unknown';

export interface AirflowErrorFacts {
  readonly code: AirflowErrorCode;
  /** The API's own name of the operation, such as `clearTaskInstances`. */
  readonly operation: string;
  /** The deployment's name in the config. */
  readonly deployment: string;
  readonly message: string;
  readonly executed: Executed;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** How long the API asked to wait, bounded by the adapter. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The API could not be asked, or its answer could not be trusted.
 * Holds no header, body or library error, not even as a cause: those carry the token.
 */
export class AirflowError extends Error {
  override readonly name = 'AirflowError';
  readonly code: AirflowErrorCode;
  readonly operation: string;
  readonly deployment: string;
  readonly executed: Executed;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(facts: AirflowErrorFacts) {
    super(facts.message);
    this.code = facts.code;
    this.operation = facts.operation;
    this.deployment = facts.deployment;
    this.executed = facts.executed;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
  }

  /** Trouble of the whole deployment (its API or its token), as opposed to one request that was wrong. */
  get concernsDeployment(): boolean {
    return deploymentTrouble.has(this.code);
  }
}

const deploymentTrouble: ReadonlySet<AirflowErrorCode> = new Set<AirflowErrorCode>([
  'unauthorized',
  'forbidden',
  'throttled',
  'server-error',
  'timed-out',
  'unreachable',
  'redirected',
  'unreadable-answer',
  'token-missing',
  'token-expired',
]);
