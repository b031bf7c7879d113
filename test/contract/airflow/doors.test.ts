import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { createAirflowModel } from '../../../sandbox/airflow-model/airflow-model.ts';
import { type AirflowServer, startAirflowServer } from '../../../sandbox/airflow-server/airflow-server.ts';
import { createTokenIssuer, type TokenIssuer } from '../../../sandbox/astro-server/token-issuer.ts';
import { findRecording, type Recording } from './a-recording.ts';

const user = { username: 'admin', password: 'secret' };
const began = Date.parse('2026-02-02T00:00:00Z');
const now = () => began + 3_600_000;
let issuer: TokenIssuer;
let doors: Readonly<Record<string, AirflowServer>>;

/** The DAGs of the recordings, as far as they are asked for here. */
function createLab(flavour: '2.11' | '3.3') {
  const model = createAirflowModel({ flavour });
  const fails = [{ result: 'failed', how: 'exception', log: ['ERROR - away'] } as const];
  const chain = ['extract', 'transform', 'load', 'report', 'audit'].map((taskId, place, all) => ({
    taskId,
    upstream: place === 0 ? [] : [all[place - 1] ?? ''],
    ...(taskId === 'transform' && { outcomes: fails }),
  }));
  model.addDag({ dagId: 'flaky_chain', tags: ['lab'], tasks: chain }, began);
  const copy = { taskId: 'copy_table', mapped: 6, outcomesByMapIndex: { '1': fails, '4': fails } };
  model.addDag({ dagId: 'mapped_six', tasks: [copy] }, began);
  for (const dagId of ['flaky_chain', 'mapped_six'])
    model.triggerRun({ dagId, dagRunId: 'r1', logicalAt: began, runType: 'manual' }, began);
  model.advance(now());
  return model;
}

beforeAll(async () => {
  issuer = await createTokenIssuer({ now });
  const start = (api: 'airflow-2' | 'airflow-3', flavour: '2.11' | '3.3') =>
    startAirflowServer({ api, user, issuer, now, deployments: [{ deploymentId: 'lab', model: createLab(flavour) }] });
  doors = { '2.11.2': await start('airflow-2', '2.11'), '3.3.2': await start('airflow-3', '3.3') };
});
afterAll(() => Promise.all(Object.values(doors).map((door) => door.close())));

async function authorizationOf(version: string): Promise<string> {
  if (version === '2.11.2') return `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`;
  return `Bearer ${await issuer.sign({ expiresAt: now() + 60_000, runtimeIds: ['lab'] })}`;
}

/** Sends what was recorded to the door, at the lab's own run. */
async function ask({ airflow: version, request }: Recording, authorization?: string | null) {
  const path = request.path.replace(/\/dagRuns\/manual__[^/]+/, '/dagRuns/r1');
  const body = JSON.stringify(request.body)?.replace(/manual__[^"]+/, 'r1');
  const sent = authorization === undefined ? await authorizationOf(version) : authorization;
  const query = new URLSearchParams(
    Object.entries(request.query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const answer = await fetch(`${doors[version]?.urlOf('lab')}${path}?${query}`, {
    method: request.method,
    headers: { 'content-type': 'application/json', ...(sent === null ? {} : { authorization: sent }) },
    ...(request.body === null ? {} : { body: body ?? null }),
  });
  return { status: answer.status, body: z.looseObject({}).parse(await answer.json()) };
}

/** The names of all fields, of the first item of each list. */
function fieldsOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : fieldsOf(value[0], `${at}[]`);
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value)
    .flatMap(([key, one]) =>
      ['rendered_fields', 'conf'].includes(key) ? [`${at}.${key}`] : fieldsOf(one, `${at}.${key}`),
    )
    .sort();
}

describe('a door answers with the fields that a real Airflow has', () => {
  test.each([
    ['2.11.2', 'get-dag'],
    ['2.11.2', 'list-runs-failed'],
    ['2.11.2', 'list-tis-failed-chain'],
    ['2.11.2', 'clear-dry-run-only'],
    ['2.11.2', 'update-state-of-af2'],
    ['3.3.2', 'get-dag'],
    ['3.3.2', 'list-runs-failed'],
    ['3.3.2', 'list-tis-failed-chain'],
    ['3.3.2', 'clear-dry-one-task'],
    ['3.3.2', 'clear-dry-default-body'],
    ['3.3.2', 'set-mapped-dry-run'],
    ['3.3.2', 'set-mapped-bare'],
  ])('%s %s', async (version, name) => {
    const recorded = findRecording(version, name);
    const { status, body } = await ask(recorded);
    expect(status).toBe(recorded.response.status);
    expect(fieldsOf(body)).toEqual(fieldsOf(recorded.response.body));
  });
});

describe('a door refuses as a real Airflow does', () => {
  test.each([
    ['2.11.2', 'clear-unknown-field'],
    ['2.11.2', 'clear-prevent-running-task'],
    ['2.11.2', 'clear-empty-task-ids'],
    ['2.11.2', 'refused-clear-dag'],
    ['2.11.2', 'list-tis-unknown-query'],
    ['2.11.2', 'list-runs-bad-order'],
    ['2.11.2', 'mapped-clear-dry-index-99'],
    ['2.11.2', 'batch-set-mapped-404'],
    ['3.3.2', 'clear-af2-field-include-subdags'],
    ['3.3.2', 'clear-empty-task-ids'],
    ['3.3.2', 'clear-failed-and-running'],
    ['3.3.2', 'clear-unknown-run'],
    ['3.3.2', 'refused-dag'],
    ['3.3.2', 'refused-method'],
    ['3.3.2', 'list-tis-bad-limit'],
    ['3.3.2', 'patch-upstream-failed-state'],
    ['3.3.2', 'log-unknown-try'],
  ])('%s %s', async (version, name) => {
    const recorded = findRecording(version, name);
    const { status, body } = await ask(recorded);
    expect(status).toBe(recorded.response.status);
    const kind = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);
    const detail = z.looseObject({ detail: z.unknown() });
    if (version === '3.3.2') expect(kind(body['detail'])).toBe(kind(detail.parse(recorded.response.body).detail));
    else expect(Object.keys(body).sort()).toEqual(Object.keys(detail.parse(recorded.response.body)).sort());
  });

  test.each([
    ['2.11.2', 'refused-no-token', null],
    ['2.11.2', 'refused-bad-token', 'Basic bm9ib2R5OndAcm9uZw=='],
    ['3.3.2', 'refused-bad-token', 'Bearer not.a.token'],
    ['3.3.2', 'refused-clear-no-token', null],
    ['3.3.2', 'basic-auth-on-af3', 'Basic YTpi'],
  ])('%s %s', async (version, name, authorization) => {
    const recorded = findRecording(version, name);
    const { status, body } = await ask(recorded, authorization);
    expect(status).toBe(recorded.response.status);
    if (version === '3.3.2') expect(body).toEqual(recorded.response.body);
  });
});

test('an expired token is told from a wrong one', async () => {
  const authorization = `Bearer ${await issuer.sign({ expiresAt: now() - 60_000, runtimeIds: ['lab'] })}`;
  const { status, body } = await ask(findRecording('3.3.2', 'get-dag'), authorization);
  expect([status, body]).toEqual([401, { detail: 'Token Expired' }]);
});
