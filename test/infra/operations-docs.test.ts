import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const folder = 'docs/operations';
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));

describe('the pages on operations', () => {
  test.each(pages.map((page) => [page]))('%s links to what is there', (page) => {
    const text = readFileSync(join(folder, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(folder, dirname(page), link)))).toEqual([]);
  });
});

describe('every failure mode', () => {
  const text = readFileSync(join(folder, 'failure-modes.md'), 'utf8');
  const shown = [...text.matchAll(/"([^"]+)" \(\[[^\]]+\]\(([^)]+)\)\)/g)].map(([, title, file]) => [title, file]);

  test.each(shown)('is shown by the test that it names: %s', (title = '', file = '') => {
    const source = readFileSync(join(folder, file), 'utf8').replaceAll("\\'", "'");
    // A title in a table of cases may be filled in: its constant end stands for it.
    const parts = [title, title.split(', ')[0] ?? title];
    expect(parts.some((part) => source.includes(part))).toBe(true);
  });

  test('has been found at all', () => {
    expect(shown.length).toBeGreaterThan(15);
  });
});
