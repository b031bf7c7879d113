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
    const lines = texts
      .flatMap(parseCatalogue)
      .map(({ source, example, nearMiss, ...needed }) => `  ${JSON.stringify(needed)},`);
    const text = [
      banner,
      "import type { Signature } from './signature.ts';",
      '',
      'export const signatures: readonly Signature[] = [',
      ...lines,
      '];',
      '',
    ];
    return [{ path: target, text: text.join('\n') }];
  },
};
