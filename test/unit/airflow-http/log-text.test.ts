import { describe, expect, test } from '@jest/globals';
import { unwrapLogPiece } from '../../../shared/airflow-http/log-text.ts';

describe('a piece of a log', () => {
  test.each([
    ['one pair', `[('host', 'a\\nb')]`, 'a\nb'],
    ['several pairs', `[('h1', 'a'), ('h2', "b")]`, 'a\nb'],
    [
      'escapes',
      `[('h', 'tab\\t quote\\' slash\\\\n x\\xe9 u\\u65e5 U\\U0001f600 other\\q')]`,
      "tab\t quote' slash\\n xé u日 U😀 other\\q",
    ],
    ['brackets and quotes in the text', `[('h', 'raise KeyError("a")]')]`, 'raise KeyError("a")]'],
  ])('is unwrapped from a Python list with %s', (_what, content, text) => {
    expect(unwrapLogPiece(content)).toBe(text);
  });

  test.each(['plain text', '', "[('h', 'no end", "[('h', 'odd', 'three')]", "[('h' ]", '[1, 2]', "say [('h', 'x')]"])(
    'is left alone where it is %j',
    (content) => expect(unwrapLogPiece(content)).toBe(content),
  );

  test('is unwrapped however long it is', () => {
    const line = 'x'.repeat(5_000_000);
    expect(unwrapLogPiece(`[('h', '${line}')]`)).toBe(line);
    expect(unwrapLogPiece(`[('h', '${'\\n'.repeat(1_000_000)}')]`)).toHaveLength(1_000_000);
  });
});
