import { describe, expect, test } from '@jest/globals';
import { files, run } from './run.ts';

describe('airmend pattern test', () => {
  test.each([
    ['true', '{"a":["x"]}', '{"a":"x"}'],
    ['false', '{"a":["x"]}', '{"a":"y"}'],
  ])('prints %s with exit code 0', async (answer, pattern, event) => {
    expect(await run('pattern', 'test', '--pattern', pattern, '--event', event)).toEqual({
      exitCode: 0,
      out: answer,
      err: '',
    });
  });

  test('reads both from files', async () => {
    const { p = '', e = '' } = files({ p: { a: ['x'] }, e: { a: 'x' } });
    expect(await run('pattern', 'test', '--pattern', `@${p}`, '--event', `@${e}`)).toEqual({
      exitCode: 0,
      out: 'true',
      err: '',
    });
  });

  test.each([
    ['a pattern that is refused', ['--pattern', '{"a":"x"}', '--event', '{}'], 'error[not-a-list]'],
    ['a pattern that is no JSON', ['--pattern', '{"a":', '--event', '{}'], 'error[not-json]'],
    ['an event that is no JSON', ['--pattern', '{"a":["x"]}', '--event', '{'], 'error[not-json]'],
    ['an event that is no object', ['--pattern', '{"a":["x"]}', '--event', '5'], 'an event is a JSON object'],
    ['a missing file', ['--pattern', '@/nowhere.json', '--event', '{}'], '/nowhere.json: there is no such file'],
    ['a missing event', ['--pattern', '{"a":["x"]}'], 'give `--pattern` and `--event`'],
    ['an unknown option', ['--patern', '{}'], "unknown option '--patern'"],
  ])('ends with exit code 2 for %s, and prints nothing else', async (_what, options, complaint) => {
    const { exitCode, out, err } = await run('pattern', 'test', ...options);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(complaint);
  });
});

describe('airmend pattern test --examples', () => {
  const triple = (id: string, level: string, matches: boolean) => ({
    id,
    level,
    pattern: { a: ['x'] },
    event: { a: 'x' },
    matches,
  });

  test('counts, and ends well where only a reference corner disagrees', async () => {
    const { examples = '' } = files({
      examples: {
        triples: [triple('a', 'core', true), triple('b', 'reference', false)],
        refused: [{ id: 'c', patternText: '{' }],
      },
    });
    const { exitCode, out } = await run('pattern', 'test', '--examples', examples, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toEqual({
      passed: 2,
      failed: 0,
      disagreements: [{ id: 'b', level: 'reference', expected: false, actual: true }],
    });
  });

  test('ends with exit code 1 where a core item or a refusal disagrees', async () => {
    const { examples = '' } = files({
      examples: {
        triples: [triple('a', 'core', false), { ...triple('b', 'core', true), pattern: { a: 'x' } }],
        refused: [{ id: 'c', patternText: '{"a":["x"]}' }],
      },
    });
    const { exitCode, out } = await run('pattern', 'test', '--examples', examples, '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toEqual({
      passed: 0,
      failed: 3,
      disagreements: [
        { id: 'a', level: 'core', expected: false, actual: true },
        { id: 'b', level: 'core', expected: true, actual: 'refused' },
        { id: 'c', level: 'refused', expected: 'refused', actual: true },
      ],
    });
    expect((await run('pattern', 'test', '--examples', examples)).out).toContain('a (core): expected false, got true');
  });

  test('ends with exit code 2 for a file of another format', async () => {
    const { examples = '' } = files({ examples: '{"triples": 5}' });
    expect((await run('pattern', 'test', '--examples', examples)).exitCode).toBe(2);
  });
});
