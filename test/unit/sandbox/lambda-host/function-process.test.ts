import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FunctionProcess, type InvocationResult } from '../../../../sandbox/lambda-host/function-process.ts';

const timeoutMs = 1_000;
const slowly = `await new Promise((resolve) => setTimeout(resolve, ${2 * timeoutMs}));`;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'airmend-function-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function invoke(code: string): Promise<InvocationResult> {
  writeFileSync(join(folder, 'index.mjs'), code);
  const definition = { name: 'tried', folder, timeoutMs, memoryMb: 128, environment: {} };
  const environment = new FunctionProcess(definition, () => {});
  await environment.start();
  try {
    return await environment.invoke('{"a":1}');
  } finally {
    await environment.stop();
  }
}

describe("a function's time, as in Lambda", () => {
  test('does not run while its process starts', async () => {
    const result = await invoke(`${slowly} export const handler = async ({ a }) => a + 1;`);
    expect(result).toEqual({ kind: 'answered', payload: '2' });
  }, 60_000);

  test('ends it once it works for longer', async () => {
    const result = await invoke(`export const handler = async () => { ${slowly} };`);
    expect(result).toEqual({ kind: 'died', reason: 'Task timed out after 1.00 seconds' });
  }, 60_000);

  test('is told to it from when it is given its work', async () => {
    const result = await invoke(
      `${slowly} export const handler = async (_event, context) => context.getRemainingTimeInMillis() > ${timeoutMs / 2};`,
    );
    expect(result).toEqual({ kind: 'answered', payload: 'true' });
  }, 60_000);
});
