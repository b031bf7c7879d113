import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readRecordedRequest, verifyRecordedRequest } from '../../cli/recorded-request.ts';
import { grafanaHmac } from '../../shared/core/sources/authentication/grafana-hmac.ts';
import { readBody } from '../../shared/core/sources/read-body.ts';
import { sourceKinds } from '../../shared/core/sources/source-kinds.ts';
import { sources } from '../../shared/core/sources/sources.ts';
import type { BenchRow } from '../policy/policy.ts';
import { compareTimes } from '../policy/timing.ts';
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
    'alternating passes in one process, medians; per kind: its first sample, the whole way from bytes to reports',
  ];
  return { title: 'ingest: verifying and reading', notes, rows };
}

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
  const rounds = 200;
  const { least = Number.NaN, all = Number.NaN } = await compareTimes(
    {
      least: () => repeat(rounds, () => [signatureOf(request.body), JSON.parse(text)]),
      all: () =>
        repeat(rounds, () => {
          if (request.auth !== undefined) assert(verifyRecordedRequest(request, request.verifyAt).ok);
          const reading = readBody(source, request.body, { headers: request.headers });
          assert(reading.kind === 'read' && reading.drafts.length > 0);
        }),
    },
    15,
  );
  return [row(`${kind}, beside one HMAC and JSON.parse`, all / least, perKindRatioMax)];
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
        assert(grafanaHmac.verify({ headers, body, now: null }, [secret], {}).ok);
        return readBody(source, body, { headers });
      },
    },
    31,
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
