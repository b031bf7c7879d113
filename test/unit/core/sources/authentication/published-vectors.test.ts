import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { pagerdutyV3 } from '../../../../../shared/core/sources/authentication/pagerduty-v3.ts';
import type { SecretScheme } from '../../../../../shared/core/sources/authentication/scheme.ts';
import { standardWebhooks } from '../../../../../shared/core/sources/authentication/standard-webhooks.ts';

interface Vectors {
  readonly toleranceSeconds?: number;
  readonly vectors: readonly {
    readonly name: string;
    readonly secret: string;
    readonly body: string;
    readonly headers: Record<string, string>;
    readonly verifyAt?: string;
    readonly valid: boolean;
  }[];
}

const files: readonly (readonly [string, SecretScheme])[] = [
  ['pagerduty/official-vectors.json', pagerdutyV3],
  ['standard-webhooks/official-vectors.json', standardWebhooks],
  ['standard-webhooks/official-vectors-svix.json', standardWebhooks],
];

describe.each(files)('the published vectors in %s', (file, scheme) => {
  const read: Vectors = JSON.parse(readFileSync(new URL(`../../../../samples/${file}`, import.meta.url), 'utf8'));
  test.each(read.vectors)('$name: $valid', ({ secret, body, headers, verifyAt, valid }) => {
    const lower = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
    const request = {
      headers: new Map(lower),
      body: Buffer.from(body),
      now: verifyAt === undefined ? null : Date.parse(verifyAt),
    };
    const { toleranceSeconds } = read;
    expect(scheme.verify(request, [secret], { toleranceSeconds }).ok).toBe(valid);
  });
});
