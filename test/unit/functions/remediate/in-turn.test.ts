import { expect, test } from '@jest/globals';
import { createTurns } from '../../../../functions/remediate/in-turn.ts';

test('what has one key waits its turn, also after one that failed; what has another does not', async () => {
  const inTurn = createTurns();
  const first = Promise.withResolvers<string>();
  const began: string[] = [];
  const start = (key: string, name: string, work: Promise<string>) =>
    inTurn(key, () => {
      began.push(name);
      return work;
    });
  const failing = start('a', 'first', first.promise);
  const second = start('a', 'second', Promise.resolve('done'));
  await expect(start('b', 'other', Promise.resolve('beside'))).resolves.toBe('beside');
  expect(began).toEqual(['first', 'other']);
  first.reject(new Error('broken'));
  await expect(failing).rejects.toThrow('broken');
  await expect(second).resolves.toBe('done');
  expect(began).toEqual(['first', 'other', 'second']);
});
