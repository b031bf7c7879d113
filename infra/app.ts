import { App, Stack } from 'aws-cdk-lib';
import { Airmend } from './airmend.ts';
import { DocumentError } from './bundle/load-documents.ts';
import { checkByNag } from './nag.ts';
import { prepareAirmend } from './prepare-airmend.ts';

/** `cdk synth|deploy [-c config=FILE] [-c stack=NAME] [-c bundles=FOLDER]`: the service in a stack of its own. */
async function synthesize(): Promise<void> {
  const app = new App();
  checkByNag(app);
  const given = (key: string, otherwise: string) => String(app.node.tryGetContext(key) ?? otherwise);
  const props = await prepareAirmend(given('config', 'airmend.config.json'), given('bundles', 'dist/functions'));
  const stack = new Stack(app, given('stack', 'Airmend'), {
    description: 'Airmend: repairs failed Airflow task instances under a written policy',
  });
  new Airmend(stack, 'Airmend', props);
  app.synth();
}

try {
  await synthesize();
} catch (error) {
  if (!(error instanceof DocumentError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
