import type * as z from 'zod';
import { type Asked, createFailure, type Dialect, readRequestId, toFailure } from './failure.ts';
import { parseJson } from './parse-json.ts';
import { buildUrl, type Query } from './path.ts';
import type { HttpAnswer, Send } from './request.ts';
import { type Clock, type RetrySettings, retrying } from './retry.ts';
import type { Token } from './token.ts';

/** One operation of an API, as its OpenAPI document types it. */
export interface OperationShape {
  readonly path: object;
  readonly query: object;
  readonly body: unknown;
  readonly answer: unknown;
}

export type Shapes<Operations> = { readonly [Id in keyof Operations]: OperationShape };

export type Routes<Operations> = {
  readonly [Id in keyof Operations]: { readonly method: 'GET' | 'POST' | 'PATCH'; readonly template: string };
};

/** `Fixed`: the path parameters that are the client's business, such as the ids of the deployment. */
export interface CallInput<Shape extends OperationShape, Fixed extends string> {
  readonly path: Omit<Shape['path'], Fixed>;
  readonly query?: Shape['query'];
  readonly body: Shape['body'];
  /** It can change Airflow: neither a read nor a dry run. */
  readonly isWrite: boolean;
  /** What of the answer the schema reads. Default: its JSON. */
  readonly read?: (answer: HttpAnswer) => unknown;
}

/** One operation of the API, typed by its OpenAPI document. Rejects with an AirflowError and nothing else. */
export type Call<Operations extends Shapes<Operations>, Fixed extends string = never> = <
  Id extends keyof Operations & string,
  Schema extends z.ZodType,
>(
  operation: Id,
  schema: Schema & Accepts<Operations[Id]['answer'], Schema>,
  input: CallInput<Operations[Id], Fixed>,
) => Promise<z.output<Schema>>;

/** Holds a schema to the document: it must take a whole answer as documented. */
type Accepts<Answer, Schema> = Schema extends z.ZodType
  ? Whole<Answer> extends z.input<Schema>
    ? unknown
    : never
  : never;

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

export const callSettings: CallSettings = {
  requestLimitMs: 20_000,
  retries: { triesMax: 3, delayMs: 500, delayMsMax: 8_000 },
  retryAfterMsMax: 15 * 60_000,
};

export interface CallWorld {
  /** The deployment's name in the config. */
  readonly deployment: string;
  readonly baseUrl: URL;
  readonly send: Send;
  readonly token: Token;
  readonly clock: Clock;
  /** Epoch ms after which nothing is sent or awaited any more: before the Lambda's end. */
  readonly deadlineAt: () => number;
  readonly settings: CallSettings;
  readonly dialect: Dialect;
}

export function createCall<Operations extends Shapes<Operations>, Fixed extends string = never>(
  world: CallWorld,
  routes: Routes<Operations>,
  fixed: Readonly<Record<Fixed, string>>,
): Call<Operations, Fixed> {
  const { clock, settings, dialect } = world;
  return async (operation, schema, { path, query, body, isWrite, read }) => {
    const asked: Asked = { operation, deployment: world.deployment, isWrite };
    const { method, template } = routes[operation];
    const { baseUrl } = world;
    const built = buildUrl({ baseUrl, template, path: { ...path, ...fixed }, query: toQuery(query) });
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
      const authorization = `${world.token.scheme} ${token}`;
      const outcome = await world.send({ method, url, authorization, body: text, limitMs });
      if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) return outcome;
      throw toFailure(asked, outcome, { now: clock.now(), retryAfterMsMax: settings.retryAfterMsMax, dialect });
    };
    const answer = await world.token.use(asked, (token) =>
      retrying(() => attempt(token), { isWrite, deadlineAt: callDeadlineAt, settings: settings.retries, clock }),
    );
    return parseAnswer({ asked, schema, read: read ?? readJson, dialect }, answer);
  };
}

/** The generated types say what a query may hold; here it is only written out. */
function toQuery(query: object | undefined): Query {
  return { ...query };
}

function readJson({ text }: HttpAnswer): unknown {
  return parseJson(text);
}

interface Reading<Schema> {
  readonly asked: Asked;
  readonly schema: Schema;
  readonly read: (answer: HttpAnswer) => unknown;
  readonly dialect: Dialect;
}

function parseAnswer<Schema extends z.ZodType>(
  { asked, schema, read, dialect }: Reading<Schema>,
  answer: HttpAnswer,
): z.output<Schema> {
  const facts = { mayHaveExecuted: true, status: answer.status, requestId: readRequestId(answer) };
  const fail = (message: string) =>
    createFailure(asked, 'unreadable-answer', message + dialect.quote(facts.requestId), facts);
  const found = read(answer);
  if (found === undefined) throw fail('the answer is not JSON');
  const parsed = schema.safeParse(found);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.slice(0, 3).map(({ path, code }) => `${toJsonPath(path)} (${code})`);
  throw fail(`the answer has another shape than documented at ${places.join(', ')}`);
}

function toJsonPath(path: readonly PropertyKey[]): string {
  return `$${path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')}`;
}
