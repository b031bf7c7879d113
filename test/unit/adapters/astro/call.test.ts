import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAstroClient } from '../../../../shared/adapters/astro/client.ts';
import { type AServer, type Reply, startServer } from '../../airflow-http/a-server.ts';
import { aClear, aClock, failureOf, options, theToken } from './a-client.ts';

const aDag = { dagId: 'orders', fileToken: 't', fileloc: '/f.py', owners: ['data'] };
let server: AServer;
beforeEach(async () => {
  server = await startServer();
});
afterEach(() => server.close());

/** Answers with these, the last one for ever. */
function answerWith(...replies: Reply[]): void {
  let next = 0;
  server.answer = () => {
    const reply = replies[Math.min(next, replies.length - 1)];
    next += 1;
    return reply;
  };
}

async function freePort(): Promise<number> {
  const tcp = createTcpServer();
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const address = tcp.address();
  await new Promise((resolve) => tcp.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a call', () => {
  test('sends the token as a bearer and asks for JSON', async () => {
    answerWith({ body: aDag });
    await createAstroClient(options(server.url)).getRuntimeDag('orders');
    expect(server.received[0]?.headers).toMatchObject({
      authorization: `Bearer ${theToken}`,
      accept: 'application/json',
      'user-agent': 'airmend',
    });
  });

  test('keeps its connection for the next one', async () => {
    const ports = new Set<number | undefined>();
    server.answer = (_request, response) => {
      ports.add(response.socket?.remotePort);
      return { body: aDag };
    };
    const client = createAstroClient(options(server.url));
    for (let call = 0; call < 3; call += 1) await client.getRuntimeDag('orders');
    expect(ports.size).toBe(1);
  });

  test('reads a compressed answer', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(aDag)));
      return undefined;
    };
    expect(await createAstroClient(options(server.url)).getRuntimeDag('orders')).toMatchObject({ dagId: 'orders' });
  });

  test('is refused before any I/O where an id can not be addressed', async () => {
    const failure = await failureOf(createAstroClient(options(server.url)).getRuntimeDag('..'));
    expect(failure).toMatchObject({ code: 'bad-request', executed: 'no', status: undefined });
    expect(failure.message).toBe('deployment `production`, getRuntimeDag: not sent: dagId is a relative path');
    expect(server.received).toEqual([]);
  });

  test('does not follow a redirect, which would carry the token elsewhere', async () => {
    const elsewhere = await startServer(() => ({ body: aDag }));
    answerWith({ status: 307, headers: { location: `${elsewhere.url}/dags/orders` } });
    const failure = await failureOf(createAstroClient(options(server.url)).getRuntimeDag('orders'));
    expect(failure).toMatchObject({ code: 'redirected', status: 307 });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });
});

describe('an answer', () => {
  const settings = { bodyBytesMax: 1_000 };

  test('is read up to the bound and refused one byte past it', async () => {
    const emptyBytes = JSON.stringify({ ...aDag, fill: '' }).length;
    const fillTo = (bytes: number): object => ({ ...aDag, fill: 'x'.repeat(bytes - emptyBytes) });
    answerWith({ body: fillTo(1_000) }, { body: fillTo(1_001) });
    const client = createAstroClient(options(server.url, { settings }));
    expect(await client.getRuntimeDag('orders')).toMatchObject({ dagId: 'orders' });
    expect(await failureOf(client.getRuntimeDag('orders'))).toMatchObject({ code: 'answer-too-large', executed: 'no' });
  });

  test('is bounded after decompression', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('0'.repeat(100_000)));
      return undefined;
    };
    const client = createAstroClient(options(server.url, { settings }));
    expect(await failureOf(client.getRuntimeDag('orders'))).toMatchObject({ code: 'answer-too-large' });
  });

  test.each([
    ['HTML', '<html>gateway</html>', 'the answer is not JSON'],
    ['half a document', '{"taskInstances": [', 'the answer is not JSON'],
    ['nothing', '', 'the answer is not JSON'],
    ['a list', '[]', 'the answer has another shape than documented at $ (invalid_type)'],
    [
      'another shape',
      '{"taskInstances":[{"dagId":"orders","dagRunId":"r1","taskId":7}]}',
      'the answer has another shape than documented at $.taskInstances[0].taskId (invalid_type)',
    ],
  ])('that is %s is unreadable, and what a write did is unknown', async (_what, body, why) => {
    answerWith({ body });
    const failure = await failureOf(createAstroClient(options(server.url)).clearTaskInstances(aClear));
    expect(failure).toMatchObject({ code: 'unreadable-answer', executed: 'unknown', status: 200 });
    expect(failure.message).toBe(`deployment \`production\`, clearTaskInstances: ${why}`);
    expect(server.received).toHaveLength(1);
  });
});

describe('a failed status', () => {
  test.each([
    [400, 'bad-request', 'no'],
    [401, 'unauthorized', 'no'],
    [403, 'forbidden', 'no'],
    [404, 'not-found', 'no'],
    [409, 'conflict', 'unknown'],
    [418, 'bad-request', 'unknown'],
    [429, 'throttled', 'no'],
    [500, 'server-error', 'unknown'],
    [502, 'server-error', 'unknown'],
    [503, 'server-error', 'unknown'],
    [504, 'server-error', 'unknown'],
    [302, 'redirected', 'unknown'],
  ])('%i on a write is `%s` and was executed: %s', async (status, code, executed) => {
    answerWith({ status, body: { message: 'm', requestId: 'req-1', statusCode: status } });
    const failure = await failureOf(createAstroClient(options(server.url)).clearTaskInstances(aClear));
    expect(failure).toMatchObject({ code, executed, status, requestId: 'req-1', operation: 'clearTaskInstances' });
  });

  test('takes the request id from the header where the body is a gateway’s page', async () => {
    answerWith({ status: 404, body: '<html></html>', headers: { 'x-request-id': 'from-header' } });
    const failure = await failureOf(createAstroClient(options(server.url)).getRuntimeDag('orders'));
    expect(failure.message).toContain('quote request from-header to Astronomer');
  });

  test.each(['a token.with.dots', 'x'.repeat(65), ''])('does not take %j for a request id', async (requestId) => {
    answerWith({ status: 404, body: { message: 'm', requestId } });
    const failure = await failureOf(createAstroClient(options(server.url)).getRuntimeDag('orders'));
    expect(failure.requestId).toBeUndefined();
  });

  test('says nothing of the server’s own text', async () => {
    answerWith({ status: 409, body: { message: 'UPDATE task_instance SET secret', requestId: 'r' } });
    const failure = await failureOf(createAstroClient(options(server.url)).getRuntimeDag('orders'));
    expect(failure.message).not.toContain('UPDATE');
  });
});

describe('a read', () => {
  test.each([429, 500, 502, 503, 504])('is repeated after %i', async (status) => {
    answerWith({ status }, { status }, { body: aDag });
    const clock = aClock();
    await createAstroClient(options(server.url, { clock })).getRuntimeDag('orders');
    expect(clock.slept).toEqual([500, 1_000]);
  });

  test.each([400, 403, 404, 409])('is not repeated after %i', async (status) => {
    answerWith({ status });
    await failureOf(createAstroClient(options(server.url)).getRuntimeDag('orders'));
    expect(server.received).toHaveLength(1);
  });

  test('is repeated after a broken connection and after an answer that breaks off', async () => {
    let calls = 0;
    server.answer = (_request, response) => {
      calls += 1;
      if (calls === 1) response.destroy();
      else if (calls === 2)
        response.writeHead(200, { 'content-length': '500' }).write('{"dagId"', () => response.destroy());
      else return { body: aDag };
      return undefined;
    };
    expect(await createAstroClient(options(server.url)).getRuntimeDag('orders')).toMatchObject({ dagId: 'orders' });
  });

  test('waits between half and the whole of the doubled delay, never past its maximum', async () => {
    answerWith({ status: 503 });
    const waits = async (chance: number) => {
      const clock = { ...aClock(), random: () => chance };
      const settings = { retries: { triesMax: 5, delayMs: 100, delayMsMax: 300 } };
      await failureOf(createAstroClient(options(server.url, { clock, settings })).getRuntimeDag('orders'));
      return clock.slept;
    };
    expect(await waits(0)).toEqual([100, 200, 300, 300]);
    expect(await waits(1)).toEqual([50, 100, 150, 150]);
  });

  test('waits as long as the API asks', async () => {
    answerWith({ status: 429, headers: { 'retry-after': '3' } }, { body: aDag });
    const clock = aClock();
    await createAstroClient(options(server.url, { clock })).getRuntimeDag('orders');
    expect(clock.slept).toEqual([3_000]);
  });

  test('understands a date to wait for', async () => {
    const clock = aClock();
    answerWith(
      { status: 503, headers: { 'retry-after': new Date(clock.now() + 4_000).toUTCString() } },
      { body: aDag },
    );
    await createAstroClient(options(server.url, { clock })).getRuntimeDag('orders');
    expect(clock.slept).toEqual([4_000]);
  });

  test.each([
    ['60', 60_000],
    ['999999999', 900_000],
    ['-5', undefined],
    ['soon', undefined],
  ])('leaves a wait of %j to its caller where it is longer than its own', async (header, retryAfterMs) => {
    answerWith({ status: 429, headers: { 'retry-after': header } });
    const failure = await failureOf(createAstroClient(options(server.url)).getRuntimeDag('orders'));
    expect(failure.retryAfterMs).toBe(retryAfterMs);
    expect(server.received).toHaveLength(retryAfterMs === undefined ? 3 : 1);
  });

  test('ends in time where nothing answers', async () => {
    server.answer = () => undefined;
    const settings = { requestLimitMs: 50, retries: { triesMax: 1, delayMs: 1, delayMsMax: 1 } };
    const failure = await failureOf(createAstroClient(options(server.url, { settings })).getRuntimeDag('orders'));
    expect(failure).toMatchObject({ code: 'timed-out', executed: 'no' });
  });

  test('ends in time where an answer trickles', async () => {
    server.answer = (_request, response) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
      return undefined;
    };
    const settings = { requestLimitMs: 100, retries: { triesMax: 1, delayMs: 1, delayMsMax: 1 } };
    const failure = await failureOf(createAstroClient(options(server.url, { settings })).getRuntimeDag('orders'));
    expect(failure.code).toBe('timed-out');
  });

  test('is neither sent nor repeated past the deadline', async () => {
    answerWith({ status: 503 });
    const clock = aClock();
    const deadlineAt = clock.now() + 500;
    const client = createAstroClient(options(server.url, { clock, deadlineAt: () => deadlineAt }));
    expect((await failureOf(client.getRuntimeDag('orders'))).code).toBe('server-error');
    expect(server.received).toHaveLength(1);
    clock.at = deadlineAt;
    expect(await failureOf(client.getRuntimeDag('orders'))).toMatchObject({ code: 'timed-out', executed: 'no' });
    expect(server.received).toHaveLength(1);
  });

  test('is cut short by the deadline', async () => {
    server.answer = () => undefined;
    const clock = aClock();
    const deadlineAt = () => clock.now() + 50;
    expect(
      (await failureOf(createAstroClient(options(server.url, { clock, deadlineAt })).getRuntimeDag('orders'))).code,
    ).toBe('timed-out');
  });
});

describe('a write', () => {
  test('is repeated after 429, which says that nothing was executed', async () => {
    answerWith({ status: 429 }, { body: {} });
    expect(await createAstroClient(options(server.url)).clearTaskInstances(aClear)).toEqual([]);
    expect(server.received).toHaveLength(2);
  });

  test('is repeated after a refused connection', async () => {
    const clock = aClock();
    const failure = await failureOf(
      createAstroClient(options(`http://127.0.0.1:${await freePort()}`, { clock })).clearTaskInstances(aClear),
    );
    expect(failure).toMatchObject({ code: 'unreachable', executed: 'no' });
    expect(failure.message).toContain('ECONNREFUSED');
    expect(clock.slept).toHaveLength(2);
  });

  test.each([409, 500, 502, 503, 504])('is never repeated after %i', async (status) => {
    answerWith({ status, headers: { 'retry-after': '1' } });
    await failureOf(createAstroClient(options(server.url)).clearTaskInstances(aClear));
    expect(server.received).toHaveLength(1);
  });

  test('is never repeated after a broken connection, an answer that breaks off, or a time-out', async () => {
    const client = createAstroClient(options(server.url, { settings: { requestLimitMs: 200 } }));
    server.answer = (_request, response) => void response.destroy();
    expect(await failureOf(client.clearTaskInstances(aClear))).toMatchObject({
      code: 'unreachable',
      executed: 'unknown',
    });
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{', () => response.destroy());
      return undefined;
    };
    expect(await failureOf(client.clearTaskInstances(aClear))).toMatchObject({
      code: 'unreachable',
      executed: 'unknown',
    });
    server.answer = () => undefined;
    expect(await failureOf(client.clearTaskInstances(aClear))).toMatchObject({
      code: 'timed-out',
      executed: 'unknown',
    });
    expect(server.received).toHaveLength(3);
  });

  test('with all its tries is over within the limit of one request', async () => {
    answerWith({ status: 429, headers: { 'retry-after': '3' } });
    const clock = aClock();
    const settings = { requestLimitMs: 5_000 };
    await failureOf(createAstroClient(options(server.url, { clock, settings })).clearTaskInstances(aClear));
    expect(clock.slept).toEqual([3_000]);
  });

  test('is repeated like a read where it is a dry run', async () => {
    answerWith({ status: 503 }, { body: { taskInstances: [] } });
    await createAstroClient(options(server.url)).clearTaskInstances({ ...aClear, isDryRun: true });
    expect(server.received).toHaveLength(2);
  });
});
