import type * as z from 'zod';
import { type Asked, createFailure, readRequestId, toFailure } from './failure.ts';
import { parseJson } from './parse-json.ts';
import { buildUrl } from './path.ts';
import type { HttpAnswer, Send } from './request.ts';
import { type Clock, type RetrySettings, retrying } from './retry.ts';
import type { Token } from './token.ts';
import { type Operations, routes } from './wire.gen.ts';

export type OperationId = keyof Operations;

/** The deployment's own ids are the client's business. */
export interface DeploymentIds {
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly runtimeId: string;
}

export interface CallInput<Id extends OperationId> {
  readonly path: Omit<Operations[Id]['path'], keyof DeploymentIds>;
  readonly query?: Operations[Id]['query'];
  readonly body: Operations[Id]['body'];
  /** It can change Airflow: neither a read nor a dry run. */
  readonly isWrite: boolean;
}

/** One operation of the API, typed by its OpenAPI document. Rejects with an AirflowError and nothing else. */
export type Call = <Id extends OperationId, Schema extends z.ZodType>(
  operation: Id,
  schema: Schema & Accepts<Id, Schema>,
  input: CallInput<Id>,
) => Promise<z.output<Schema>>;

/** Holds a schema to the document: it must take a whole answer as documented. */
type Accepts<Id extends OperationId, Schema extends z.ZodType> =
  Whole<Operations[Id]['answer']> extends z.input<Schema> ? unknown : never;

type Whole<T> = T extends readonly (infer Item)[]
  ? Whole<Item>[]
  : T extends object
    ? { [Key in keyof T]-?: Whole<T[Key]> }
    : T;

export interface CallSettings {
  /** The longest time one request may take; a write also with all its tries. */
  readonly requestLimitMs: number;
  readonly retries: RetrySettings;
  /** What a server may ask for at most in `Retry-After`; more is cut to this. */
  readonly retryAfterMsMax: number;
}

export interface CallWorld extends DeploymentIds {
  /** The deployment's name in the config. */
  readonly deployment: string;
  readonly baseUrl: URL;
  readonly send: Send;
  readonly token: Token;
  readonly clock: Clock;
  /** Epoch ms after which nothing is sent or awaited any more: before the Lambda's end. */
  readonly deadlineAt: () => number;
  readonly settings: CallSettings;
}

export function createCall(world: CallWorld): Call {
  const { clock, settings } = world;
  return async (operation, schema, { path, query, body, isWrite }) => {
    const asked: Asked = { operation, deployment: world.deployment, isWrite };
    const { method, template } = routes[operation];
    const { organizationId, workspaceId, runtimeId } = world;
    const built = buildUrl({
      baseUrl: world.baseUrl,
      template,
      path: { ...path, organizationId, workspaceId, runtimeId },
      query: { ...query },
    });
    if (!built.ok) throw createFailure(asked, 'bad-request', `not sent: ${built.why}`, { mayHaveExecuted: false });
    const { url } = built;
    const text = body === null ? null : JSON.stringify(body);

    // A write with all its tries is over when its intent says so; nobody may find it applied later.
    const callDeadlineAt = isWrite
      ? Math.min(world.deadlineAt(), clock.now() + settings.requestLimitMs)
      : world.deadlineAt();
    const attempt = async (token: string): Promise<HttpAnswer> => {
      const limitMs = Math.min(settings.requestLimitMs, callDeadlineAt - clock.now());
      if (limitMs <= 0)
        throw createFailure(asked, 'timed-out', 'not sent: no time is left', { mayHaveExecuted: false });
      const outcome = await world.send({ method, url, token, body: text, limitMs });
      if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) return outcome;
      throw toFailure(asked, outcome, { now: clock.now(), retryAfterMsMax: settings.retryAfterMsMax });
    };
    const answer = await world.token.use(asked, (token) =>
      retrying(() => attempt(token), { isWrite, deadlineAt: callDeadlineAt, settings: settings.retries, clock }),
    );
    return parseAnswer(asked, schema, answer);
  };
}

function parseAnswer<Schema extends z.ZodType>(asked: Asked, schema: Schema, answer: HttpAnswer): z.output<Schema> {
  const facts = { mayHaveExecuted: true, status: answer.status, requestId: readRequestId(answer) };
  const json = parseJson(answer.text);
  if (json === undefined) throw createFailure(asked, 'unreadable-answer', 'the answer is not JSON', facts);
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const places = read.error.issues.slice(0, 3).map(({ path, code }) => `${toJsonPath(path)} (${code})`);
  throw createFailure(
    asked,
    'unreadable-answer',
    `the answer has another shape than documented at ${places.join(', ')}`,
    facts,
  );
}

function toJsonPath(path: readonly PropertyKey[]): string {
  return `$${path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')}`;
}
