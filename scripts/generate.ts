import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { generators } from './generate/generators.ts';
import { staleFiles } from './generate/stale-files.ts';

/** `npm run generate` writes all generated files; with `-- --check` it writes nothing and exits 1 naming those that are stale. */
const root = join(import.meta.dirname, '..');
const stale = await staleFiles({ root, generators, read: (file) => readFile(file, 'utf8').catch(() => null) });

if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`${path} is stale: run \`npm run generate\` and commit the result`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const { path, text } of stale) {
    await writeFile(join(root, path), text);
    console.log(`wrote ${relative(root, join(root, path))}`);
  }
}
