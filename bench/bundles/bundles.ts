import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleFunctions } from '../../infra/bundle/bundle-functions.ts';
import { loadDocuments } from '../../infra/bundle/load-documents.ts';
import { functionNames } from '../../infra/service-settings.ts';
import type { BenchRow } from '../policy/policy.ts';
import { measureSize } from './bundle-sizes.ts';

const passes = 9;

interface Goal {
  readonly kilobytesMax: number;
  readonly importRatioMax: number;
}

const goals: Readonly<Record<(typeof functionNames)[number], Goal>> = {
  ingest: { kilobytesMax: 700, importRatioMax: 2 },
  sweep: { kilobytesMax: 600, importRatioMax: 2 },
  remediate: { kilobytesMax: 900, importRatioMax: 3 },
};

/** Size and import time of each deployed bundle, beside the AWS SDK's SQS client alone bundled alike. */
export async function run(): Promise<{ title: string; notes: string[]; rows: BenchRow[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'airmend-bench-'));
  try {
    await bundleFunctions(folder, loadDocuments(resolve('airmend.config.json')).documents);
    const baseline = await bundleSqsClient(folder);
    const files = new Map<string, string>(functionNames.map((name) => [name, join(folder, name, 'index.mjs')]));
    const working = importsOfAll(join(folder, 'remediate'));
    const times = measureImports([baseline, ...files.values(), working]);
    const alone = median(times.get(baseline) ?? []);
    const rows = functionNames.flatMap((name) => describe(name, files.get(name) ?? '', times, alone));
    const size = `${measureSize(baseline).kilobytes} KB, ${alone.toFixed(0)} ms`;
    return {
      title: 'the deployed bundles',
      notes: [
        `the SQS client alone: ${size}`,
        `${passes} alternating fresh processes each, medians`,
        'what may follow: the classifier at the first failure to judge, the mapping of a generic source, the replay cache, an Airflow adapter by its kind',
      ],
      rows: [...rows, importRow('remediate: import of that and of all that may follow', working, times, alone)],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that imports every file of a bundle. */
function importsOfAll(folder: string): string {
  const file = join(folder, 'all.mjs');
  const names = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
  writeFileSync(file, names.map((name) => `import './${name}';\n`).join(''));
  return file;
}

function describe(
  name: (typeof functionNames)[number],
  file: string,
  times: ReadonlyMap<string, number[]>,
  alone: number,
): BenchRow[] {
  const { kilobytesMax, importRatioMax } = goals[name];
  const { kilobytes, kilobytesWithLater } = measureSize(file);
  return [
    {
      what: `${name}: minified size`,
      measured: `${kilobytes} KB (${kilobytesWithLater} KB with what may follow)`,
      goal: `at most ${kilobytesMax} KB`,
      holds: kilobytes <= kilobytesMax,
    },
    importRow(`${name}: import beside the SQS client alone`, file, times, alone, importRatioMax),
  ];
}

function importRow(
  what: string,
  file: string,
  times: ReadonlyMap<string, number[]>,
  alone: number,
  ratioMax: number | null = null,
): BenchRow {
  const ratio = median(times.get(file) ?? []) / alone;
  const goal = ratioMax === null ? null : `at most ${ratioMax}×`;
  return { what, measured: `${ratio.toFixed(2)}×`, goal, holds: ratioMax === null || ratio <= ratioMax };
}

async function bundleSqsClient(folder: string): Promise<string> {
  const entry = join(folder, 'sqs-alone.mjs');
  const outfile = join(folder, 'baseline', 'index.mjs');
  writeFileSync(
    entry,
    "export { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs';\nimport { SQSClient } from '@aws-sdk/client-sqs';\nexport const client = new SQSClient({ region: 'us-east-1' });\n",
  );
  await build({
    absWorkingDir: process.cwd(),
    entryPoints: [entry],
    outfile,
    nodePaths: [resolve('node_modules')],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as baseRequire } from 'node:module'; const require = baseRequire(import.meta.url);",
    },
  });
  return outfile;
}

/** Milliseconds to import each file in a process of its own, in alternating order. */
function measureImports(files: readonly string[]): Map<string, number[]> {
  const times = new Map<string, number[]>(files.map((file) => [file, []]));
  for (let pass = 0; pass < passes; pass += 1) {
    for (const file of files) {
      const script = `const t = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); process.stdout.write(String(performance.now() - t));`;
      const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        env: { ...process.env, AWS_REGION: 'us-east-1' },
      });
      times.get(file)?.push(Number(printed));
    }
  }
  return times;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
