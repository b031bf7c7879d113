import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  catalogueFiles,
  catalogueFolder,
  parseCatalogue,
} from '../../../../shared/core/classify/signatures/catalogue-files.ts';
import { compileSignatures } from '../../../../shared/core/classify/signatures/match-signatures.ts';
import { failureClasses } from '../../../../shared/core/policy/facts.ts';

const signatures = catalogueFiles.flatMap((name) =>
  parseCatalogue(readFileSync(`${catalogueFolder}/${name}.json`, 'utf8')),
);
const match = compileSignatures(signatures);

describe('the catalogue of signatures', () => {
  test('names each signature once, and only classes that exist', () => {
    expect(new Set(signatures.map(({ id }) => id)).size).toBe(signatures.length);
    expect(
      signatures.map((one) => one.class).filter((name) => !failureClasses.some((known) => known === name)),
    ).toEqual([]);
  });

  test.each(signatures.map((signature) => [signature.id, signature] as const))(
    '%s recognizes its example before any other does, and leaves its near miss alone',
    (id, signature) => {
      const operator = signature.operator === undefined ? null : 'S3KeySensor';
      const [place = 'exception'] = signature.in;
      expect(match(signature.example, { place, operator })?.signature.id).toBe(id);
      const alone = compileSignatures([signature]);
      expect(signature.in.map((each) => alone(signature.nearMiss, { place: each, operator }))).toEqual(
        signature.in.map(() => null),
      );
    },
  );
});
