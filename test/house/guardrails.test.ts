import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { stack } from '../../shared/core/guardrails/stack.ts';
import { root } from './source-files.ts';

const names = stack.map(({ name }) => name);
const toFile = (name: string) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;

describe('a guardrail has one name everywhere', () => {
  test('in the stack and in its file', () => {
    const files = readdirSync(join(root, 'shared/core/guardrails')).filter(
      (file) => file !== 'guardrail.ts' && file !== 'stack.ts',
    );
    expect(files.sort()).toEqual(names.map(toFile).sort());
  });

  test('and in its section of the reference, in the order in which they are asked', () => {
    const page = readFileSync(join(root, 'docs/reference/guardrails.md'), 'utf8');
    expect([...page.matchAll(/^## (\w+)$/gm)].map(([, name]) => name)).toEqual(names);
  });
});
