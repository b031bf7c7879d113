import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { storedDictionary } from '../../../../shared/adapters/dynamodb/stored-dictionary.ts';
import { readJson, writeJson } from '../../../../shared/adapters/dynamodb/stored-json.ts';
import { LedgerError } from '../../../../shared/ports/ledger.ts';

const schema = z.object({ story: z.string() });
const ofLength = (chars: number) => ({
  story: 'x'.repeat(chars - JSON.stringify({ story: '' }).length),
});

describe('JSON in the ledger', () => {
  test('is text as long as that is one write unit, and bytes beyond', () => {
    expect(typeof writeJson(ofLength(600), 'it')).toBe('string');
    expect(writeJson(ofLength(601), 'it')).toBeInstanceOf(Uint8Array);
  });

  test.each([600, 601, 100_000])('of %d characters is read as it was written', (chars) => {
    expect(readJson(writeJson(ofLength(chars), 'it'), schema, 'it')).toEqual(ofLength(chars));
  });

  test('is read where it was stored as gzip', () => {
    expect(readJson(gzipSync('{"story":"old"}'), schema, 'it')).toEqual({
      story: 'old',
    });
  });

  test('that is not ours, or inflates without end, is refused', () => {
    expect(() => readJson(new Uint8Array([1, 2, 3]), schema, 'it')).toThrow(LedgerError);
    expect(() => readJson(gzipSync(Buffer.alloc(65 * 1_024 * 1_024)), schema, 'it')).toThrow(LedgerError);
  });

  test('can be read by every later release: the dictionary never changes', () => {
    expect(createHash('sha256').update(storedDictionary).digest('hex')).toMatchInlineSnapshot(
      `"7138caa688049192def5dc02bcfaa84cbdaac90ed38fcc929f4c71ef339ba1f7"`,
    );
  });
});
