import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type {
  SchemeName,
  SchemeSettings,
  SecretScheme,
} from '../../../../../shared/core/sources/authentication/scheme.ts';
import { schemes } from '../../../../../shared/core/sources/authentication/schemes.ts';

const now = Date.UTC(2026, 7, 1, 2, 15);
const seconds = String(now / 1_000);
const body = Buffer.from('{"alerts":[]}');
const encodedKey = 'dGVzdC1zZWNyZXQtZG8tbm90LXVzZQ==';

interface Request {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly now: number;
  readonly secrets: readonly string[];
}

interface Signed {
  readonly scheme: SchemeName;
  readonly settings?: SchemeSettings;
  readonly secret: string;
  /** The header that proves, and how it is written for a secret, a body and a time. */
  readonly header: string;
  readonly sign: (secret: string, body: Buffer, seconds: string) => string;
  readonly others?: (seconds: string) => Record<string, string>;
  readonly signsTheTime?: boolean;
  readonly signsTheBody: boolean;
}

const hmacOf = (key: string | Buffer, content: string | Buffer, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', key).update(content).digest(encoding);

const signed: readonly Signed[] = [
  {
    scheme: 'bearer',
    secret: 'secret',
    header: 'authorization',
    sign: (secret) => `Bearer ${secret}`,
    signsTheBody: false,
  },
  { scheme: 'header', secret: 'secret', header: 'x-airmend-secret', sign: (secret) => secret, signsTheBody: false },
  {
    scheme: 'basic',
    secret: 'user:secret',
    header: 'authorization',
    sign: (secret) => `Basic ${Buffer.from(secret).toString('base64')}`,
    signsTheBody: false,
  },
  {
    scheme: 'hmac',
    settings: { header: 'X-Hub-Signature-256', prefix: 'sha256=' },
    secret: 'secret',
    header: 'x-hub-signature-256',
    sign: (secret, content) => `sha256=${hmacOf(secret, content)}`,
    signsTheBody: true,
  },
  {
    scheme: 'grafana-hmac',
    secret: 'secret',
    header: 'x-grafana-alerting-signature',
    sign: (secret, content) => hmacOf(secret, content),
    signsTheBody: true,
  },
  {
    scheme: 'grafana-hmac',
    settings: { timestampHeader: 'X-Time' },
    secret: 'secret',
    header: 'x-grafana-alerting-signature',
    sign: (secret, content, at) => hmacOf(secret, `${at}:${content}`),
    others: (at) => ({ 'x-time': at }),
    signsTheTime: true,
    signsTheBody: true,
  },
  {
    scheme: 'pagerduty-v3',
    secret: 'secret',
    header: 'x-pagerduty-signature',
    sign: (secret, content) => `v1=${hmacOf(secret, content)}`,
    signsTheBody: true,
  },
  {
    scheme: 'sentry',
    secret: 'secret',
    header: 'sentry-hook-signature',
    sign: (secret, content) => hmacOf(secret, content),
    signsTheBody: true,
  },
  {
    scheme: 'standard-webhooks',
    secret: `whsec_${encodedKey}`,
    header: 'webhook-signature',
    sign: (secret, content, at) =>
      `v1,${hmacOf(Buffer.from(secret.replace('whsec_', ''), 'base64'), `msg_1.${at}.${content}`, 'base64')}`,
    others: (at) => ({ 'webhook-id': 'msg_1', 'webhook-timestamp': at }),
    signsTheTime: true,
    signsTheBody: true,
  },
];

describe.each(
  signed.map((one) => ({ ...one, title: `${one.scheme}${one.signsTheTime === true ? ' with a time' : ''}` })),
)('$title', (kind) => {
  const request = (change: Partial<Request> & { signature?: string | undefined; at?: string } = {}): Request => {
    const at = change.at ?? seconds;
    const signature = 'signature' in change ? change.signature : kind.sign(kind.secret, body, at);
    const headers = { ...kind.others?.(at), ...(signature === undefined ? {} : { [kind.header]: signature }) };
    return { headers, body, now, secrets: [kind.secret], ...change };
  };
  const verify = ({ headers, body: bytes, now: clock, secrets }: Request) =>
    secretScheme(kind.scheme).verify(
      { headers: new Map(Object.entries(headers)), body: bytes, now: clock },
      secrets,
      kind.settings ?? {},
    );
  const good = kind.sign(kind.secret, body, seconds);
  const otherSecret =
    kind.scheme === 'basic' ? 'user:other' : kind.scheme === 'standard-webhooks' ? 'whsec_b3RoZXI=' : 'other';
  const bad = kind.sign(otherSecret, body, seconds);

  test('is proved by its own signature', () => expect(verify(request())).toMatchObject({ ok: true }));

  test('is proved by either of two active secrets', () => {
    expect(verify(request({ secrets: [otherSecret, kind.secret] }))).toMatchObject({ ok: true });
    expect(verify(request({ secrets: [kind.secret, otherSecret] }))).toMatchObject({ ok: true });
  });

  const attacks: [string, Request][] = [
    ['another secret', request({ signature: bad })],
    ['no header', request({ signature: undefined })],
    ['an empty header', request({ signature: '' })],
    ['blanks', request({ signature: '   ' })],
    [
      'one byte of the signature flipped',
      request({ signature: `${good.slice(0, -3)}${good.at(-3) === 'a' ? 'b' : 'a'}${good.slice(-2)}` }),
    ],
    ['a signature that is cut', request({ signature: good.slice(0, -1) })],
    ['a signature that goes on', request({ signature: `${good}0` })],
    ['a signature twice', request({ signature: `${good}${good}` })],
    [
      'only what stands before a signature',
      request({
        signature:
          good.replace(/(?<=^(?:Bearer |Basic |sha256=|v1=|v1,)).*/, '') === good
            ? ''
            : good.replace(/(?<=^(?:Bearer |Basic |sha256=|v1=|v1,)).*/, ''),
      }),
    ],
    ['a list without ours', request({ signature: `${bad},${bad} ${bad}` })],
    ['the name of a property of objects', request({ signature: 'constructor' })],
    ['a signature of nothing', request({ signature: kind.sign('', body, seconds) })],
    ['a megabyte', request({ signature: 'a'.repeat(1_000_000) })],
  ];
  if (kind.signsTheBody) {
    attacks.push(
      ['a body with one byte flipped', request({ body: Buffer.from('{"alerts":[}}') })],
      ['a body with one blank more', request({ body: Buffer.from('{"alerts":[] }') })],
      ['an empty body', request({ body: Buffer.alloc(0) })],
      ['the signature of another body', request({ signature: kind.sign(kind.secret, Buffer.from('{}'), seconds) })],
    );
  }
  if (kind.signsTheTime === true) {
    const resigned = (at: string) => ({ at, signature: kind.sign(kind.secret, body, at) });
    attacks.push(
      ['a time that is too old', request(resigned(String(now / 1_000 - 301)))],
      ['a time that is too far ahead', request(resigned(String(now / 1_000 + 301)))],
      ['a time that is another than what is signed', request({ at: String(now / 1_000 + 1), signature: good })],
      ['a time that is no number', request(resigned('now'))],
      ['a negative time', request(resigned('-1'))],
      ['a time in milliseconds', request(resigned(String(now)))],
      ['no time', request(resigned(''))],
    );
    test.each([-300, 300])('holds at the edge of its tolerance, %i s', (apart) => {
      expect(verify(request(resigned(String(now / 1_000 + apart))))).toMatchObject({ ok: true });
    });
  }
  test.each(attacks)('is not proved by %s', (_attack, attack) => expect(verify(attack).ok).toBe(false));
});

function secretScheme(name: SchemeName): SecretScheme {
  const scheme = schemes.get(name);
  if (scheme?.proof !== 'secret') throw new Error(`${name} has no secret`);
  return scheme;
}
