import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../../cli/airmend.ts';
import { plainColours } from '../../../cli/terminal.ts';
import { parseConfig } from '../../../shared/core/config/parse-config.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = ['README.md', ...pagesIn('docs')];
const program = createProgram({ write: () => {}, complain: () => {}, colours: plainColours });
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

function pagesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** What a page says in code: its blocks line by line, and what stands between backticks. */
function codeOf(page: string): string[] {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```\w*.*\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...inline];
}

/** The words of each `airmend` command in a line of code. */
function airmendCommands(line: string): string[][] {
  const written = [...line.matchAll(/(?:^|[\s(|;])(?:npm run --silent )?airmend(?: --)? ([^|&;>#`]+)/g)];
  return written.map(([, words = '']) => words.trim().split(/\s+/));
}

/** What of a command is not there; undefined: all of it is. */
function missingOf(words: readonly string[]): string | undefined {
  let command: Command = program;
  for (const word of words) {
    if (word.startsWith('--')) {
      const known = [...command.options, ...program.options].some(({ long }) => long === word.split('=')[0]);
      if (!known && word !== '--help') return `${command.name()} has no option ${word}`;
      continue;
    }
    const below = command.commands.find((one) => one.name() === word);
    if (below !== undefined) command = below;
    else if (command.commands.length > 0) return `there is no command ${word} in ${command.name()}`;
  }
  return undefined;
}

describe('commands that the docs name', () => {
  const commands = pages.flatMap((page) =>
    codeOf(page).flatMap((line) => airmendCommands(line).map((words) => ({ page, words }))),
  );

  test('are many, so that this test looks at something', () => {
    expect(commands.length).toBeGreaterThan(40);
  });

  test('exist, with the options they are given', () => {
    const missing = commands.flatMap(({ page, words }) => {
      // Prose may speak of `airmend` as such, or of `airmend dlq list|show|redrive`.
      const isCommand = /^[a-z]+$/.test(words[0] ?? '');
      const why = isCommand ? missingOf(words) : undefined;
      return why === undefined ? [] : [`${page}: airmend ${words.join(' ')}: ${why}`];
    });
    expect(missing).toEqual([]);
  });

  test('are scripts of package.json where npm runs them', () => {
    const missing = pages.flatMap((page) =>
      codeOf(page).flatMap((line) =>
        [...line.matchAll(/npm run (?:--silent )?([\w:-]+)/g)]
          .filter(([, name = '']) => !Object.hasOwn(scripts, name))
          .map(([written]) => `${page}: ${written}`),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe('the guides', () => {
  test('show configs that load', () => {
    const configs = pagesIn('docs/guide').flatMap((page) => {
      const text = readFileSync(join(root, page), 'utf8');
      return [...text.matchAll(/^```json config\n([\s\S]*?)^```/gm)].map(([, config = '']) => ({ page, config }));
    });
    expect(configs.length).toBeGreaterThan(0);
    for (const { page, config } of configs)
      expect({ page, parsed: parseConfig({ file: page, text: config }) }).toMatchObject({ page, parsed: { ok: true } });
  });

  test('link to pages that are there', () => {
    const missing = pages.flatMap((page) => {
      const text = readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '');
      return [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, link = '']) => relative(root, join(root, page, '..', decodeURIComponent(link))))
        .filter((path) => !isThere(path))
        .map((path) => `${page}: ${path}`);
    });
    expect(missing).toEqual([]);
  });
});

function isThere(path: string): boolean {
  try {
    return readdirSync(join(root, path, '..')).includes(path.split('/').at(-1) ?? '') || path === '';
  } catch {
    return false;
  }
}
