import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { type FunctionName, functionNames } from '../service-settings.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface BundledDocuments {
  /** The validated config in its canonical form. */
  readonly config: string;
  readonly policy: string;
}

/**
 * Bundles every function into a folder of its own, with the config and policy it is deployed with beside it.
 * The stack deploys these folders and the sandbox runs them: they are one and the same.
 */
export async function bundleFunctions(outputFolder: string, documents: BundledDocuments): Promise<void> {
  rmSync(outputFolder, { recursive: true, force: true });
  await Promise.all(functionNames.map((name) => bundleFunction(name, join(resolve(outputFolder), name))));
  writeDocuments(outputFolder, documents);
}

/** What a function loads only where it is configured goes into files of its own, beside `index.mjs`. */
async function bundleFunction(name: FunctionName, outdir: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [{ in: `functions/${name}/handler.ts`, out: 'index' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': join(root, 'infra/bundle/lambda-credentials.ts'),
      'cacheable-request': join(root, 'infra/bundle/no-http-cache.ts'),
    },
    plugins: [withoutHttp2],
    // Some dependencies are CommonJS and require node's own modules.
    banner: {
      js: "import { createRequire as airmendRequire } from 'node:module'; const require = airmendRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}

/** Airflow's APIs are spoken to over HTTP/1.1: got's own HTTP/2 client is left out. */
const withoutHttp2: Plugin = {
  name: 'without-http2',
  setup({ onResolve }) {
    onResolve({ filter: /\/http2-client\.js$/ }, () => ({ path: join(root, 'infra/bundle/no-http2.ts') }));
  },
};

/** Puts config and policy beside bundles that exist already. */
export function writeDocuments(outputFolder: string, { config, policy }: BundledDocuments): void {
  for (const name of functionNames) {
    mkdirSync(join(outputFolder, name), { recursive: true });
    writeFileSync(join(outputFolder, name, 'airmend.config.json'), config);
    writeFileSync(join(outputFolder, name, 'airmend.policy.json'), policy);
  }
}
