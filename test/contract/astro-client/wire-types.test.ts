import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { staleFiles } from '../../../scripts/generate/stale-files.ts';
import type { AstroCall as Call } from '../../../shared/adapters/astro/client.ts';

const root = join(import.meta.dirname, '../../..');

describe('wire.gen.ts', () => {
  test('is what the generator makes of openapi.json', async () => {
    const script = join(root, 'scripts/generate.ts');
    const ended = promisify(execFile)(process.execPath, [script, '--check']);
    // It exits 1 where any generated file is stale; this test is about one of them.
    const { stderr } = await ended.catch((error: { stderr: string }) => error);
    expect(stderr).not.toContain('wire.gen.ts');
  }, 30_000);

  test('is called stale when it differs by a byte or is not there', async () => {
    const path = 'shared/adapters/astro/wire.gen.ts';
    const text = await readFile(join(root, path), 'utf8');
    const generators = [{ name: 'one', generate: async () => [{ path, text }] }];
    const names = async (found: string | null) =>
      (await staleFiles({ root, generators, read: async () => found })).map((file) => file.path);
    expect([await names(text), await names(`${text} `), await names(null)]).toEqual([[], [path], [path]]);
  });
});

describe('a schema', () => {
  test('that would refuse a documented answer does not compile', () => {
    const dag = { path: { dagId: 'a' }, body: null, isWrite: false } as const;
    const log = {
      path: { dagId: 'a', dagRunId: 'r', dagTaskId: 't', dagTaskTryNumber: 1 },
      body: null,
      isWrite: false,
    } as const;
    const wrongs = (call: Call) => [
      // @ts-expect-error the document says that content is text or null
      () => call('getTaskInstanceLogs', z.object({ content: z.number() }), log),
      // @ts-expect-error the document knows no such field
      () => call('getRuntimeDag', z.object({ dagID: z.string() }), dag),
      // @ts-expect-error the document knows no such query
      () => call('listDagRuns', z.unknown(), { ...dag, query: { runId: 'r' } }),
    ];
    expect(wrongs).toBeInstanceOf(Function);
  });
});
