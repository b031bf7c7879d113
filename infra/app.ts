import { resolve } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Airmend } from './airmend.ts';
import { bundleFunctions } from './bundle/bundle-functions.ts';
import { DocumentError, loadDocuments } from './bundle/load-documents.ts';

/** `cdk synth|deploy [-c config=FILE] [-c stack=NAME]`: the service in a stack of its own. */
async function synthesize(): Promise<void> {
  const app = new App();
  const configFile = resolve(app.node.tryGetContext('config') ?? 'airmend.config.json');
  const stackName = String(app.node.tryGetContext('stack') ?? 'Airmend');
  const { config, documents } = loadDocuments(configFile);
  const bundles = resolve('dist/functions');
  await bundleFunctions(bundles, documents);
  const stack = new Stack(app, stackName, {
    description: 'Airmend: repairs failed Airflow task instances under a written policy',
  });
  new Airmend(stack, 'Airmend', { config, bundles });
  app.synth();
}

try {
  await synthesize();
} catch (error) {
  if (!(error instanceof DocumentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
