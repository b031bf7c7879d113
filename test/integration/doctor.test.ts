import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Finding, Level } from '../../cli/doctor/finding.ts';
import { newControl } from '../../shared/core/incident/control.ts';
import { run } from '../unit/cli/run.ts';
import { anInstallation, failedRun } from './an-installation.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const { health } = newControl('');

describe('airmend doctor', () => {
  let installed: Awaited<ReturnType<typeof anInstallation>>;
  beforeAll(async () => {
    installed = await anInstallation();
  });
  afterAll(() => installed.stop());
  beforeEach(() => installed.makeWell());

  const doctor = async (...argv: string[]) => {
    const { exitCode, out } = await run('doctor', '--sandbox', '--json', ...argv);
    const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: Finding[] };
    const told = (check: string, level: Level) =>
      findings.filter((one) => one.check === check && one.level === level).map(({ says, mend }) => `${says} > ${mend}`);
    return { exitCode, ok, findings, told };
  };

  test('finds nothing wrong with what is well, and ends with 0', async () => {
    const { exitCode, ok, findings } = await doctor();
    expect(findings.filter(({ level }) => level === 'bad' || level === 'warning')).toEqual([]);
    expect({ exitCode, ok }).toEqual({ exitCode: 0, ok: true });
  });

  test('tries reads and dry runs on a failed run, and changes nothing', async () => {
    const model = installed.astro.models.get('production');
    const before = JSON.stringify(model?.listTaskInstances('etl', failedRun));
    installed.calls.splice(0);
    const { told } = await doctor();
    const tried = told('operations', 'good').map((line) => line.split(':')[0]);
    expect(tried).toEqual([
      'list failed runs',
      'read a run',
      'list its task instances',
      'every field of a task instance is filled > null',
      'read the log of load',
      'clear load, as a dry run',
      'set load to success, as a dry run',
    ]);
    expect(installed.calls.filter(({ isDryRun }) => isDryRun === false)).toEqual([]);
    expect(JSON.stringify(model?.listTaskInstances('etl', failedRun))).toBe(before);
  });

  test('shows a picture in a terminal, in which no secret stands', async () => {
    const { out } = await run('doctor', '--sandbox');
    expect(out).toContain('token\n  ✓ production: it is good for ');
    expect(out).toMatch(/\d+ as it should be, 0 to look at, 0 broken$/);
    for (const secret of [installed.token, 'a-shared-secret']) expect(out).not.toContain(secret);
  });

  test('a token without a value is said to be missing, with the command that puts one', async () => {
    installed.secrets.put('airmend/production/token', null);
    const { told, exitCode } = await doctor();
    expect(exitCode).toBe(1);
    expect(told('token', 'bad')).toEqual([
      expect.stringMatching(/has no value yet > put one with `aws secretsmanager put-secret-value/),
    ]);
  });

  test.each([
    ['that ended', -minuteMs, 'bad', /^it ended at/],
    ['that ends within two weeks', 13 * dayMs, 'warning', /^it ends in 1[23] d/],
    ['that is good for longer', 15 * dayMs, 'good', /^it is good for 1[45] d/],
  ] as const)('a token %s is told so', async (_which, leftMs, level, says) => {
    const claims = Buffer.from(JSON.stringify({ exp: Math.floor((Date.now() + leftMs) / 1_000) })).toString(
      'base64url',
    );
    installed.secrets.put('airmend/production/token', `header.${claims}.signature`);
    const { told } = await doctor();
    expect(told('token', level)).toEqual([expect.stringMatching(says)]);
  });

  test('a token that the API does not take is told by the API', async () => {
    installed.secrets.put('airmend/production/token', 'another-token');
    const { told } = await doctor();
    expect(told('token', 'good')).toEqual(['there is one; it does not say when it ends > null']);
    expect(told('api', 'bad')).toEqual([expect.stringContaining('is the token of this deployment')]);
  });

  test('an API that is not there is unreachable, and nothing is tried on it', async () => {
    installed.announce({ deployment: { baseUrl: 'http://127.0.0.1:9' } });
    const { told, findings } = await doctor();
    expect(told('api', 'bad')).toEqual([expect.stringContaining('can this machine reach it?')]);
    expect(findings.filter(({ check }) => check === 'operations')).toEqual([]);
  });

  test('two secrets of one source are a rotation; neither a value nor a pair is broken', async () => {
    installed.secrets.put('airmend/source/airmend', JSON.stringify({ current: 'a', previous: 'b' }));
    expect((await doctor()).told('source secret', 'note')).toEqual([
      expect.stringContaining('a rotation is under way'),
    ]);
    installed.secrets.put('airmend/source/airmend', '{"current": 1}');
    expect((await doctor()).told('source secret', 'bad')).toHaveLength(1);
  });

  test('a DAG that is not there, and one that is paused, are named', async () => {
    installed.announce({ deployment: { dags: ['etl', 'elt'] } });
    const model = installed.astro.models.get('production');
    model?.setPaused('etl', true, Date.now());
    const { told } = await doctor();
    model?.setPaused('etl', false, Date.now());
    expect(told('discovery', 'warning')).toEqual([
      'etl is paused in Airflow: what is cleared would wait > null',
      expect.stringMatching(/^there is no DAG elt > is it spelt/),
    ]);
  });

  test('without a DAG to search, it says what is missed', async () => {
    installed.announce({ deployment: { dags: [] } });
    const { told } = await doctor();
    expect(told('discovery', 'warning')).toEqual([
      expect.stringMatching(/^no DAG is searched: a failed run of any other/),
    ]);
    expect(told('operations', 'note')).toEqual([expect.stringContaining('name a run with --run')]);
    const named = await doctor('--run', `etl/${failedRun}`);
    expect(named.told('operations', 'good').at(1)).toMatch(/^list its task instances: 1 in 1 page/);
  });

  test('a deployment that the sweep never saw, is closed or paused, is told with the way out', async () => {
    await installed.setControl({ adoptedAt: null });
    expect((await doctor()).told('ledger', 'bad')).toEqual([expect.stringContaining('the sweep has not seen it yet')]);
    const now = Date.now();
    await installed.setControl({
      adoptedAt: now,
      health: { ...health, failures: 3, closedAt: now - 5 * minuteMs, lastCode: 'unauthorized' },
      pauses: [
        { scope: { dagId: 'etl', dagRunId: null }, by: 'ann', reason: 'migration', since: now, until: null },
        { scope: { dagId: null, dagRunId: null }, by: 'bob', reason: 'over', since: 0, until: now - 1 },
      ],
    });
    const { told } = await doctor();
    expect(told('ledger', 'bad')).toEqual([expect.stringMatching(/^closed 5 min ago after .* \(unauthorized\)/)]);
    expect(told('ledger', 'warning')).toEqual([
      'etl is paused by ann: migration > airmend resume --deployment production --dag etl',
    ]);
  });

  test('looks that nobody queued for minutes mean that the sweep does not run', async () => {
    const dag = { deploymentId: 'runtime-2', deployment: 'other', dagId: 'etl', forgetAt: null };
    await installed.ledger.recordDagOfInterest({ ...dag, dueAt: Date.now() - 10 * minuteMs });
    const { told } = await doctor();
    await installed.ledger.recordDiscovered({ ...dag, dueAt: Date.now() + dayMs });
    expect(told('ledger', 'bad')).toEqual([
      expect.stringMatching(/^1 look\(s\) are overdue, the oldest by 10 min: the sweep/),
    ]);
  });

  test('what could not be handled is counted', async () => {
    const { deadLetters } = installed.sqsSns;
    await installed.sqs.send(new SendMessageCommand({ QueueUrl: deadLetters.url, MessageBody: 'x' }));
    const { told } = await doctor();
    await installed.sqs.send(new PurgeQueueCommand({ QueueUrl: deadLetters.url }));
    expect(told('queues', 'warning')).toEqual([
      expect.stringMatching(/^1 message\(s\) could not be handled > `airmend dlq list`/),
    ]);
  });

  test('an Airflow whose clock is an hour ahead is told so', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(404, { date: new Date(Date.now() + 60 * minuteMs).toUTCString() }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A TCP server that listens has an AddressInfo.
    const { port } = server.address() as AddressInfo;
    installed.announce({ deployment: { baseUrl: `http://127.0.0.1:${port}` } });
    const { told } = await doctor();
    server.closeAllConnections();
    server.close();
    expect(told('clock', 'warning')).toEqual([
      expect.stringMatching(/^its clock is 3(599|600|601) s ahead of Airmend's/),
    ]);
  });

  test('a policy that only observes is well, and says that nothing is written', async () => {
    installed.announce({ policy: { mode: 'observe' } });
    const { told, ok } = await doctor();
    expect(ok).toBe(true);
    expect(told('policy', 'note')).toEqual([expect.stringContaining('nothing is written to any deployment')]);
  });

  test('a policy that does not load is the one finding, with its fault', async () => {
    installed.announce({ policy: { mode: 'maybe' } });
    const { exitCode, findings } = await doctor();
    expect(exitCode).toBe(1);
    expect(findings).toEqual([
      expect.objectContaining({ check: 'config', level: 'bad', says: expect.stringContaining('mode') }),
    ]);
  });

  test('an installation whose parts nobody names is looked at as far as it goes', async () => {
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    const { exitCode, out } = await run('doctor', '--json');
    const { findings } = JSON.parse(out) as { findings: Finding[] };
    expect(exitCode).toBe(1);
    const unnamed = findings.filter(({ check }) => check === 'ledger' || check === 'queues');
    expect(unnamed.map(({ level, mend }) => `${level} ${mend?.includes('--sandbox')}`)).toEqual([
      'warning true',
      'warning true',
    ]);
  });
});
