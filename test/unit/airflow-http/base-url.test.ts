import { describe, expect, test } from '@jest/globals';
import { parseBaseUrl } from '../../../shared/airflow-http/base-url.ts';
import { ConfigError } from '../../../shared/core/config/config-error.ts';

describe('a base URL', () => {
  test.each([
    'https://api.astronomer.io/v1alpha1',
    'http://127.0.0.1:8080/v1alpha1',
    'http://localhost:1',
    'http://[::1]:1',
  ])('may be %s', (written) => expect(parseBaseUrl('production', written).href).toBe(new URL(written).href));

  test.each([
    ['http://api.astronomer.io/v1alpha1', 'is neither https nor http on this machine'],
    ['http://127.0.0.1.example.com', 'is neither https nor http on this machine'],
    ['ftp://127.0.0.1', 'is neither https nor http on this machine'],
    ['api.astronomer.io', 'is not a URL'],
    ['https://user:pass@api.astronomer.io', 'holds credentials'],
    ['https://api.astronomer.io?x=1', 'holds a query or a fragment'],
  ])('may not be %s', (written, why) => {
    expect(() => parseBaseUrl('production', written)).toThrow(ConfigError);
    expect(() => parseBaseUrl('production', written)).toThrow(why);
  });

  test('is not repeated in the error, where it may hold a password', () => {
    expect(() => parseBaseUrl('production', 'https://user:hunter2@host')).toThrow(/^(?!.*hunter2)/);
  });
});
