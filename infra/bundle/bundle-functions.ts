import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { functionNames } from '../service-settings.ts';

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
  await build({
    absWorkingDir: root,
    entryPoints: functionNames.map((name) => ({ in: `functions/${name}/handler.ts`, out: `${name}/index` })),
    outdir: resolve(outputFolder),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': join(root, 'infra/bundle/lambda-credentials.ts') },
    // Some dependencies are CommonJS and require node's own modules.
    banner: {
      js: "import { createRequire as airmendRequire } from 'node:module'; const require = airmendRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  writeDocuments(outputFolder, documents);
}

/** Puts config and policy beside bundles that exist already. */
export function writeDocuments(outputFolder: string, { config, policy }: BundledDocuments): void {
  for (const name of functionNames) {
    mkdirSync(join(outputFolder, name), { recursive: true });
    writeFileSync(join(outputFolder, name, 'airmend.config.json'), config);
    writeFileSync(join(outputFolder, name, 'airmend.policy.json'), policy);
  }
}
