import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createAstroAirflow } from '../../../../shared/adapters/astro/astro.ts';
import { type AServer, startServer } from '../../airflow-http/a-server.ts';
import { aClock, failureOf, options, runBase } from './a-client.ts';

let server: AServer;
beforeAll(async () => {
  server = await startServer();
});
beforeEach(() => {
  server.received.length = 0;
});
afterAll(() => server.close());

const query = { dagId: 'orders', dagRunId: 'r1', taskId: 'group.load', mapIndex: 3, tryNumber: 2 };
const read = (bounds = {}, clock = aClock()) =>
  createAstroAirflow(options(server.url, { bounds, clock })).readLogTail(query);

/** Pieces whose continuation tokens count up; the last has none, or repeats the one before. */
function pieces(contents: readonly string[], end: 'absent' | 'repeated' | 'empty' = 'absent'): void {
  server.answer = ({ query: asked }) => {
    const at = Number(asked.get('token') ?? '0');
    const isLast = at >= contents.length - 1;
    const last = { absent: undefined, repeated: asked.get('token') ?? '0', empty: '' }[end];
    return { body: { content: contents[at] ?? '', continuationToken: isLast ? last : String(at + 1) } };
  };
}

describe('the tail of a log', () => {
  test('is asked for by map index and try', async () => {
    pieces(['text']);
    await read();
    expect(server.received[0]?.target).toBe(
      `${runBase}/dags/orders/runs/r1/task-instances/group.load/logs/2?fullContent=false&mapIndex=3`,
    );
  });

  test.each(['absent', 'repeated', 'empty'] as const)(
    'is read to its end, which is a token that is %s',
    async (end) => {
      pieces(['one\n', 'two\n', 'three\n'], end);
      expect(await read()).toEqual({ kind: 'text', text: 'one\ntwo\nthree\n' });
    },
  );

  test('ends at an empty piece even if its token still changes', async () => {
    let calls = 0;
    server.answer = () => {
      calls += 1;
      return { body: { content: calls === 1 ? 'text' : '', continuationToken: `t${calls}` } };
    };
    expect(await read()).toEqual({ kind: 'text', text: 'text' });
  });

  test('sends a token as it came', async () => {
    const token = 'a+b/c==&%';
    server.answer = ({ query: asked }) =>
      asked.get('token') === token
        ? { body: { content: 'end' } }
        : { body: { content: 'start ', continuationToken: token } };
    expect(await read()).toEqual({ kind: 'text', text: 'start end' });
  });

  test('keeps the last bytes, and no half character', async () => {
    pieces(['0123456789', 'äöü']);
    expect(await read({ logTailBytes: 6 })).toEqual({ kind: 'text', text: 'äöü' });
    expect(await read({ logTailBytes: 5 })).toEqual({ kind: 'text', text: 'öü' });
    expect(await read({ logTailBytes: 7 })).toEqual({ kind: 'text', text: '9äöü' });
  });

  test('is unwrapped from the text form of a Python list', async () => {
    pieces([`[('worker-1', 'one\\n')]`, `[("worker-1", "it's two\\n")]`]);
    expect(await read()).toEqual({ kind: 'text', text: `one\nit's two\n` });
  });

  test('is cut where the end is past the bound of bytes', async () => {
    pieces(['0123456789', '0123456789', 'end']);
    expect(await read({ logBytesMax: 20 })).toMatchObject({ kind: 'text' });
    expect(await read({ logBytesMax: 19 })).toEqual({ kind: 'cut' });
  });

  test('is cut where the end is past the bound of time', async () => {
    const clock = aClock();
    server.answer = () => {
      clock.at += 60;
      return { body: { content: 'more\n', continuationToken: String(clock.at) } };
    };
    expect(await read({ logLimitMs: 100 }, clock)).toEqual({ kind: 'cut' });
    expect(server.received).toHaveLength(2);
  });

  test('is cut where one piece alone is too large', async () => {
    pieces(['x'.repeat(2_000)]);
    const airflow = createAstroAirflow(options(server.url, { settings: { bodyBytesMax: 1_000 } }));
    expect(await airflow.readLogTail(query)).toEqual({ kind: 'cut' });
  });

  test.each([
    ['a 404', () => ({ status: 404 })],
    ['no content', () => ({ body: { content: null } })],
    [
      'an apology of 2.11',
      () => ({
        body: {
          content:
            " INFO - ::group::Log message source details\n*** Could not read served logs: Invalid URL 'http://:8793/log/a.log': No host supplied\n INFO - ::endgroup::\n",
        },
      }),
    ],
    [
      'an apology in a Python list',
      () => ({
        body: { content: "[('', '*** Log file does not exist: /a.log\\n*** Fetching from: http://:8793\\n')]" },
      }),
    ],
    ['an apology for the try', () => ({ body: { content: 'Error fetching the logs. Try number 0 is invalid.' } })],
  ])('is missing where Airflow answers with %s', async (_what, answer) => {
    server.answer = answer;
    expect(await read()).toEqual({ kind: 'missing' });
  });

  test('is text where Airflow says where it found it', async () => {
    const content = '*** Found local files:\n***   * /opt/airflow/logs/a.log\n[2026-01-05] ERROR - boom\n';
    pieces([content]);
    expect(await read()).toEqual({ kind: 'text', text: content });
  });

  test('is no fact where the API fails to give it', async () => {
    server.answer = () => ({ status: 503 });
    expect((await failureOf(read())).code).toBe('server-error');
  });
});
