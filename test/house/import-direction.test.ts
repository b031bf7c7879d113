import { describe, expect, test } from '@jest/globals';
import { importsOf, listSourceFiles } from './source-files.ts';

/**
 * `functions, cli, sandbox -> look, adapters -> ports -> core`. What a folder may import besides itself.
 * `airflow-http` is what the adapters of Airflow's APIs share.
 */
const allowed: Readonly<Record<string, readonly RegExp[]>> = {
  'shared/core/': [
    /^(zod|re2js|jsonc-parser|fastest-levenshtein|tinyduration|@aws-lambda-powertools\/jmespath.*|node:crypto|node:zlib|node:net)$/,
  ],
  'shared/ports/': [/^shared\/core\//],
  'shared/look/': [/^shared\/(core|ports)\//],
  'shared/airflow-http/': [/^shared\/(core|ports)\//, /^(got|zod|node:http|node:https)$/],
  'shared/adapters/': [/^shared\/(core|ports|airflow-http)\//, /^(?!\.)(?!functions|cli|sandbox|infra|shared).*/],
  'functions/': [/^shared\//, /^(?!cli\/|sandbox\/|infra\/|test\/).*/],
  'infra/': [/^shared\/core\//, /^(?!cli\/|sandbox\/|functions\/|test\/|shared\/).*/],
  'cli/': [/^(?!test\/).*/],
  'sandbox/': [/^(?!test\/|cli\/).*/],
};

/** Adapters speak to one thing each and never to each other. */
function adapterOf(path: string): string | undefined {
  return /^shared\/adapters\/([^/]+)\//.exec(path)?.[1];
}

describe('imports point one way', () => {
  const files = listSourceFiles();
  test.each(Object.keys(allowed))('%s imports only what lies below it', (folder) => {
    const rules = allowed[folder] ?? [];
    const offenders = files
      .filter(({ path }) => path.startsWith(folder))
      .flatMap((file) =>
        importsOf(file)
          .filter((imported) => !imported.startsWith(folder) && !rules.some((rule) => rule.test(imported)))
          .map((imported) => `${file.path} imports ${imported}: move the code, or hand it in as an argument`),
      );
    expect(offenders).toEqual([]);
  });

  test('no adapter imports another one', () => {
    const offenders = files.flatMap((file) =>
      importsOf(file)
        .filter(
          (imported) =>
            adapterOf(file.path) !== undefined &&
            adapterOf(imported) !== undefined &&
            adapterOf(imported) !== adapterOf(file.path),
        )
        .map((imported) => `${file.path} imports ${imported}: what both need belongs in a port`),
    );
    expect(offenders).toEqual([]);
  });

  test('only the remediate function can reach got and the Airflow token', () => {
    const byPath = new Map(files.map((file) => [file.path, file]));
    const reach = (path: string, seen = new Set<string>()): Set<string> => {
      const file = byPath.get(path);
      if (file === undefined || seen.has(path)) return seen;
      seen.add(path);
      for (const imported of importsOf(file)) {
        if (byPath.has(imported)) reach(imported, seen);
        else seen.add(imported);
      }
      return seen;
    };
    expect(reach('functions/remediate/handler.ts').has('got')).toBe(true);
    for (const name of ['ingest', 'sweep']) {
      const reached = reach(`functions/${name}/handler.ts`);
      expect([
        name,
        reached.has('got'),
        [...reached].filter((path) => /^shared\/(airflow-http|adapters\/(astro|airflow-))/.test(path)),
      ]).toEqual([name, false, []]);
    }
  });
});
