import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import * as z from 'zod';
import { bundleFunctions } from '../../../infra/bundle/bundle-functions.ts';
import { loadDocuments } from '../../../infra/bundle/load-documents.ts';
import { checkByNag } from '../../../infra/nag.ts';
import { aStack, type Example, exampleConfig, examples } from '../synthesize.ts';

const hasLint = spawnSync('cfn-lint', ['--version']).status === 0;
// Jest says nothing of a test that is skipped: this says why.
if (!hasLint) process.stderr.write('cfn-lint is not installed here: templates are not linted (pip install cfn-lint)\n');

const report = z.looseObject({
  pluginReports: z.array(
    z.looseObject({
      violations: z.array(
        z.looseObject({
          ruleName: z.string(),
          violatingConstructs: z.array(z.looseObject({ constructPath: z.string() })),
        }),
      ),
    }),
  ),
});

/** Synthesizes an example into a new folder. */
function synth(example: Example, check: (app: App) => void): string {
  const folder = mkdtempSync(join(tmpdir(), `airmend-${example}-`));
  const app = new App({ outdir: folder });
  check(app);
  aStack(exampleConfig(example), app);
  try {
    app.synth();
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationFailed')) throw error;
  }
  return folder;
}

function violationsIn(folder: string): string[] {
  const { pluginReports } = report.parse(JSON.parse(readFileSync(join(folder, 'validation-report.json'), 'utf8')));
  return pluginReports.flatMap((plugin) =>
    plugin.violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${constructPath} ${ruleName}`),
    ),
  );
}

const folders = new Map(examples.map((example) => [example, synth(example, checkByNag)]));
const templates = [...folders.values()].map((folder) => join(folder, 'Airmend.template.json'));

describe.each([...folders])('the example %s', (example, folder) => {
  test('breaks no rule of AwsSolutions and Serverless that is not argued about in place', () => {
    expect(violationsIn(folder)).toEqual([]);
  });

  test('is the same template each time', () => {
    const again = synth(example, () => {});
    expect(readFileSync(join(again, 'Airmend.template.json'), 'utf8')).toBe(
      readFileSync(join(folder, 'Airmend.template.json'), 'utf8'),
    );
  });
});

describe('every example', () => {
  // W3005 is CDK's own way to order a function after its role's policy.
  (hasLint ? test : test.skip)(
    'is clean to cfn-lint',
    () => {
      expect(() => execFileSync('cfn-lint', ['-i', 'W3005', '--', ...templates], { stdio: 'pipe' })).not.toThrow();
    },
    60_000,
  );
});

describe('bundles', () => {
  test('are the same bytes wherever they are built', async () => {
    const { documents } = loadDocuments('examples/minimal/airmend.config.json');
    const [first, second] = [mkdtempSync(join(tmpdir(), 'airmend-a-')), mkdtempSync(join(tmpdir(), 'airmend-b-'))];
    await bundleFunctions(first, documents);
    await bundleFunctions(second, documents);
    expect(() => execFileSync('diff', ['-r', first, second], { stdio: 'pipe' })).not.toThrow();
  }, 30_000);
});

describe('what is acknowledged', () => {
  test('would be raised without it, and says why at length', () => {
    const acknowledged: { path: string; id: string; reason: string }[] = [];
    const original = Validations.prototype.acknowledge;
    Validations.prototype.acknowledge = function (this: { scope: { node: { path: string } } }, ...all) {
      for (const { id, reason } of all) acknowledged.push({ path: this.scope.node.path, id, reason });
    };
    try {
      const raised = (['several-deployments', 'own-network'] as const).flatMap((example) =>
        violationsIn(synth(example, checkByNag)),
      );
      const byNag = acknowledged.filter(({ id }) => !id.startsWith('Annotation::'));
      const needless = byNag.filter(
        ({ path, id }) => !raised.some((violation) => violation.startsWith(path) && violation.endsWith(` ${id}`)),
      );
      expect(needless.map(({ path, id }) => `${path} ${id}`)).toEqual([]);
      expect(byNag.filter(({ reason }) => reason.length < 30)).toEqual([]);
    } finally {
      Validations.prototype.acknowledge = original;
    }
  }, 30_000);
});
