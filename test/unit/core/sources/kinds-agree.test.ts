import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../../../shared/core/config/parse-config.ts';
import { schemeNames } from '../../../../shared/core/sources/authentication/scheme.ts';
import { schemes } from '../../../../shared/core/sources/authentication/schemes.ts';
import { sourceKinds } from '../../../../shared/core/sources/source-kinds.ts';
import { sources } from '../../../../shared/core/sources/sources.ts';

const docs = new URL('../../../../docs/sources/', import.meta.url);
const samples = new URL('../../../samples/', import.meta.url);
const deployment = (runtimeId: string) => ({ organizationId: 'o', workspaceId: 'w', runtimeId });

test('every kind has its source, every scheme its verifier', () => {
  expect([...sources.keys()].toSorted()).toEqual(sourceKinds.toSorted());
  expect([...schemes.keys()].toSorted()).toEqual(schemeNames.toSorted());
});

test('every kind but the mapped one has samples', () => {
  const mapped = sourceKinds.filter((kind) => sources.get(kind)?.configure !== undefined);
  expect([...readdirSync(samples), ...mapped].toSorted()).toEqual(sourceKinds.toSorted());
});

describe.each(sourceKinds)('the page of %s', (kind) => {
  const page = readFileSync(new URL(`${kind}.md`, docs), 'utf8');

  test('shows a source that the config takes', () => {
    const blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, block = '']) => block);
    const shown =
      kind === 'airmend'
        ? ['{"kind": "airmend", "deployments": ["production"], "authentication": {"scheme": "bearer"}}']
        : blocks.filter((block) => block.includes('"authentication"'));
    expect(shown).not.toEqual([]);
    for (const source of shown) {
      const deployments = { production: deployment('p'), staging: deployment('s') };
      const config = { version: 1, deployments, channels: { oncall: {} }, sources: { one: JSON.parse(source) } };
      const parsed = parseConfig({ text: JSON.stringify(config) });
      expect(parsed.ok ? [] : parsed.diagnostics).toEqual([]);
    }
  });

  test('is listed in the index', () => {
    expect(readFileSync(new URL('README.md', docs), 'utf8')).toContain(`(${kind}.md)`);
  });
});
