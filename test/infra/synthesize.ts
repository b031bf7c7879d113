import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Airmend } from '../../infra/airmend.ts';
import { loadDocuments } from '../../infra/bundle/load-documents.ts';
import { functionNames } from '../../infra/service-settings.ts';
import type { Config } from '../../shared/core/config/config.ts';

export const examples = ['minimal', 'several-deployments', 'own-network'] as const;
export type Example = (typeof examples)[number];

export function exampleConfig(example: Example): Config {
  return loadDocuments(resolve('examples', example, 'airmend.config.json')).config;
}

/** A stack over empty bundles: what is deployed differs in the assets' hashes alone. */
export function aStack(config: Config, app = new App()): Stack {
  const stack = new Stack(app, 'Airmend');
  new Airmend(stack, 'Airmend', { config, bundles: emptyBundles() });
  return stack;
}

export function synthesize(config: Config): Template {
  return Template.fromStack(aStack(config));
}

let bundles: string | undefined;

function emptyBundles(): string {
  if (bundles !== undefined) return bundles;
  bundles = mkdtempSync(join(tmpdir(), 'airmend-stack-'));
  for (const name of functionNames) {
    mkdirSync(join(bundles, name));
    writeFileSync(join(bundles, name, 'index.mjs'), `// ${name}`);
  }
  return bundles;
}
