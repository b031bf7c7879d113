import { describe, expect, test } from '@jest/globals';
import { parseActiveSecrets } from '../../../../../shared/core/sources/authentication/active-secrets.ts';

describe('a secret', () => {
  test.each<[string, readonly string[] | null]>([
    ['value', ['value']],
    [' value\n', ['value']],
    ['{"current": "new"}', ['new']],
    ['{"current": "new", "previous": "old"}', ['new', 'old']],
    ['{"current": ""}', null],
    ['{"previous": "old"}', null],
    ['{"value": "x"}', null],
    ['{', null],
    ['  ', null],
  ])('%j has the active values %j', (secret, values) => expect(parseActiveSecrets(secret)).toEqual(values));
});
