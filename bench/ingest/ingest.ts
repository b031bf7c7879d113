import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRecordedRequest, verifyRecordedRequest } from '../../cli/recorded-request.ts';
import { grafanaHmac } from '../../shared/core/sources/authentication/grafana-hmac.ts';
import { readBody } from '../../shared/core/sources/read-body.ts';
import { sourceKinds } from '../../shared/core/sources/source-kinds.ts';
import { sources } from '../../shared/core/sources/sources.ts';
import type { BenchRow } from '../policy/policy.ts';
import { compareTimes, fastest } from '../policy/timing.ts';
import { largestBodies } from './largest-bodies.ts';

const samples = fileURLToPath(new URL('../../test/samples/', import.meta.url));
const secret = 'secret';
const perKindRatioMax = 10;
const largestRatioMax = 5;

/** What it costs to prove and to read a request, beside an HMAC and `JSON.parse` of the same body. */
export async function run(): Promise<{ title: string; notes: string[]; rows: BenchRow[] }> {
  const rows: BenchRow[] = [];
  for (const kind of sourceKinds) rows.push(...(await measureKind(kind)));
  for (const { name, body } of largestBodies()) rows.push(await measureLargest(name, body));
  const notes = [
    "alternating short passes in one process, warm; the fastest of each, since what another process takes is not the code's;",
    'per kind: its first sample, the whole way from bytes to reports',
    'aws-sns: an RSA signature can not be had for less; its own row shows what of the whole it is',
  ];
  return { title: 'ingest: verifying and reading', notes, rows };
}

const [warmRounds, passRounds, passes] = [2_000, 40, 100];

async function measureKind(kind: (typeof sourceKinds)[number]): Promise<BenchRow[]> {
  const source = sources.get(kind);
  const names = readdirSync(samples).includes(kind) ? readdirSync(`${samples}${kind}`) : [];
  const first = names.find((name) => name.endsWith('.expect.json'))?.replace('.expect.json', '');
  if (source === undefined || first === undefined) return [];
  const headers = `${first}.headers.json`;
  const request = readRecordedRequest({
    payload: `${samples}${kind}/${first}.json`,
    headers: names.includes(headers) ? `${samples}${kind}/${headers}` : undefined,
  });
  const text = request.body.toString('utf8');
  const contenders = {
    least: () => [signatureOf(request.body), JSON.parse(text)],
    all: () => {
      // A body of its own each time, as each request has: nothing of the one before is known.
      const body = request.body.subarray();
      if (request.auth !== undefined)
        assert(verifyRecordedRequest({ ...request, sent: body, body }, request.verifyAt).ok);
      const reading = readBody(source, body, { headers: request.headers });
      assert(reading.kind === 'read' && reading.drafts.length > 0);
    },
    ...(request.auth?.scheme === 'aws-sns' ? { rsa: verifyRsa() } : {}),
  };
  for (const contender of Object.values(contenders)) repeat(warmRounds, contender);
  const {
    least = Number.NaN,
    all = Number.NaN,
    rsa,
  } = await compareTimes(
    Object.fromEntries(
      Object.entries(contenders).map(([name, contender]) => [name, () => repeat(passRounds, contender)]),
    ),
    { passes, statistic: fastest },
  );
  if (rsa === undefined) return [row(`${kind}, beside one HMAC and JSON.parse`, all / least, perKindRatioMax)];
  return [
    row(`${kind} without its RSA, beside one HMAC and JSON.parse`, (all - rsa) / least, perKindRatioMax),
    { what: `${kind}: one RSA verification alone`, measured: `${(rsa / least).toFixed(2)}×`, goal: null, holds: true },
  ];
}

/** As SNS signs: a key of 2,048 bits. */
function verifyRsa(): () => void {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const signed = Buffer.from('signed');
  const signature = sign('sha256', signed, privateKey);
  return () => assert(verify('sha256', signed, publicKey, signature));
}

async function measureLargest(name: string, body: Buffer): Promise<BenchRow> {
  const source = sources.get('grafana');
  assert(source !== undefined);
  const text = body.toString('utf8');
  const headers = new Map([['x-grafana-alerting-signature', signatureOf(body)]]);
  const { parse = Number.NaN, all = Number.NaN } = await compareTimes(
    {
      parse: () => JSON.parse(text),
      all: () => {
        const own = body.subarray();
        assert(grafanaHmac.verify({ headers, body: own, now: null }, [secret], {}).ok);
        return readBody(source, own, { headers });
      },
    },
    { passes: 61, statistic: fastest },
  );
  return row(`the largest body: ${name}, beside JSON.parse`, all / parse, largestRatioMax);
}

function signatureOf(body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

function row(what: string, ratio: number, ratioMax: number): BenchRow {
  return { what, measured: `${ratio.toFixed(2)}×`, goal: `at most ${ratioMax}×`, holds: ratio <= ratioMax };
}

function repeat(times: number, action: () => unknown): void {
  for (let round = 0; round < times; round += 1) action();
}
