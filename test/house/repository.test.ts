import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { importsOf, listSourceFiles, root } from './source-files.ts';

describe('the repository', () => {
  test('locks its dependencies without download addresses', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved": "http/);
  });

  test('pins every dependency to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)),
    );
    expect(loose).toEqual([]);
  });

  test('generated files are what their sources generate', () => {
    const node = process.execPath;
    expect(() => execFileSync(node, ['scripts/generate.ts', '--check'], { cwd: root, stdio: 'pipe' })).not.toThrow();
  });

  test('has no source file that nothing imports', () => {
    const files = listSourceFiles();
    const imported = new Set(files.flatMap(importsOf));
    const entries =
      /(^functions\/[^/]+\/handler\.ts$)|(^infra\/(app|bundle\/(build|lambda-credentials|no-http-cache|no-http2))\.ts$)|(^sandbox\/start\.ts$)|(^cli\/airmend\.ts$)|(^bench\/)|(^scripts\/)|(\.test\.ts$)|(^test\/run\.ts$)|(^test\/interop\/interop\.ts$)|(^test\/interop-airflow\/interop-airflow\.ts$)|(^test\/simulation\/)|(^test\/tooling\/)/;
    expect(files.map(({ path }) => path).filter((path) => !imported.has(path) && !entries.test(path))).toEqual([]);
  });
});
