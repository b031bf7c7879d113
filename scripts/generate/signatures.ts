import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  catalogueFiles,
  catalogueFolder,
  parseCatalogue,
} from '../../shared/core/classify/signatures/catalogue-files.ts';
import type { Generator } from './generator.ts';

const banner = '// Generated from catalogue/*.json by `npm run generate`. Do not edit.';
const target = 'shared/core/classify/signatures/signatures.gen.ts';

/** The catalogue as the functions need it: without the examples and sources that only people and tests read. */
export const failureSignatures: Generator = {
  name: 'failure-signatures',
  async generate(root) {
    const texts = await Promise.all(
      catalogueFiles.map((name) => readFile(join(root, catalogueFolder, `${name}.json`), 'utf8')),
    );
    const lines = texts.flatMap(parseCatalogue).map((signature) => `  ${JSON.stringify(shorten(signature))},`);
    const text = [
      banner,
      "import type { Signature } from './signature.ts';",
      '',
      "type Written = Omit<Signature, 'strength' | 'in'> & Partial<Pick<Signature, 'strength' | 'in'>>;",
      '',
      'const written: readonly Written[] = [',
      ...lines,
      '];',
      '',
      `export const signatures: readonly Signature[] = written.map((one) => ({ strength: '${strengthDefault}', in: ${JSON.stringify(placesDefault)}, ...one }));`,
      '',
    ].join('\n');
    return [{ path: target, text }];
  },
};

const strengthDefault = 'fact';
const placesDefault = ['exception', 'output'];

/** Without what people and tests read, and without what most signatures say alike: every kilobyte is loaded at a cold start. */
function shorten({
  source,
  example,
  nearMiss,
  strength,
  in: places,
  ...needed
}: ReturnType<typeof parseCatalogue>[number]) {
  return {
    ...needed,
    ...(strength === strengthDefault ? {} : { strength }),
    ...(places.join() === placesDefault.join() ? {} : { in: places }),
  };
}
