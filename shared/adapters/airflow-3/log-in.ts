import { type ClientOptions, createCallWorld } from '../../airflow-http/client-options.ts';
import { createFailure, toFailure } from '../../airflow-http/failure.ts';
import { createLogin } from '../../airflow-http/login.ts';
import { parseJson } from '../../airflow-http/parse-json.ts';
import { buildUrl } from '../../airflow-http/path.ts';
import type { SecretPlace } from '../../airflow-http/secret-text.ts';
import type { Token } from '../../airflow-http/token.ts';
import { createDialect } from './dialect.ts';
import { accessToken } from './wire.ts';

export type LogInOptions = Omit<ClientOptions, 'token'> & SecretPlace;

/** User and password, exchanged for a token at `/auth/token` of Airflow 3. */
export function createAirflow3Login(options: LogInOptions): Token {
  const { secrets, secretName } = options;
  const world = createCallWorld(
    { ...options, token: nobody },
    createDialect(() => null),
  );
  const { clock, settings, dialect } = world;
  return createLogin({
    secrets,
    secretName,
    now: clock.now,
    async logIn({ username, password }, { deployment }) {
      const asked = { operation: 'logIn', deployment, isWrite: false };
      const built = buildUrl({ baseUrl: world.baseUrl, template: '/auth/token', path: {} });
      const limitMs = Math.min(settings.requestLimitMs, world.deadlineAt() - clock.now());
      if (!built.ok || limitMs <= 0)
        throw createFailure(asked, 'timed-out', 'not sent: no time is left', { mayHaveExecuted: false });
      const body = JSON.stringify({ username, password });
      const outcome = await world.send({ method: 'POST', url: built.url, authorization: null, body, limitMs });
      const isGranted = outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300;
      if (!isGranted)
        throw toFailure(asked, outcome, { now: clock.now(), retryAfterMsMax: settings.retryAfterMsMax, dialect });
      const read = accessToken.safeParse(parseJson(outcome.text));
      if (read.success && /^[\x21-\x7e]+$/.test(read.data.access_token)) return read.data.access_token;
      throw createFailure(asked, 'unreadable-answer', 'the answer holds no token', { mayHaveExecuted: false });
    },
  });
}

/** A login is what gets a token: it needs none. */
const nobody: Token = { scheme: 'Bearer', use: (_asked, attempt) => attempt('') };
