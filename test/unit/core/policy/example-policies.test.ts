import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseDocument } from '../../../../shared/core/diagnostics/parse-document.ts';
import { compilePolicy } from '../../../../shared/core/policy/compile-policy.ts';
import { lintPolicy } from '../../../../shared/core/policy/lint/lint.ts';
import { parsePolicy } from '../../../../shared/core/policy/parse-policy.ts';
import { policyCasesSchema, runCases } from '../../../../shared/core/policy/policy-cases.ts';

const folder = new URL('../../../../policies/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith('.test.json'));

function load(file: string) {
  const parsed = parsePolicy({ file, text: readFileSync(new URL(file, folder), 'utf8') });
  const cases = parseDocument({
    text: readFileSync(new URL(file.replace('.json', '.test.json'), folder), 'utf8'),
    schema: policyCasesSchema,
  });
  if (!parsed.ok || !cases.ok) throw new Error(`${file} does not load`);
  return { policy: parsed.policy, results: runCases(compilePolicy(parsed.policy), cases.value) };
}

describe('the example policies', () => {
  test.each(files)('%s loads without a warning', (file) => expect(lintPolicy(load(file).policy)).toEqual([]));

  test.each(files)('%s decides its cases as they say', (file) => {
    expect(load(file).results.filter(({ differences }) => differences.length > 0)).toEqual([]);
  });

  test.each(files)('%s has a case for every rule and one for `otherwise` or a refusal', (file) => {
    const { policy, results } = load(file);
    const decided = new Set(results.map(({ rule }) => rule));
    expect(policy.rules.map(({ name }) => name).filter((name) => !decided.has(name))).toEqual([]);
  });

  test.each(files)('%s never writes on what it does not know', (file) => {
    const { policy } = load(file);
    const facts = {
      dagId: 'orders',
      taskId: 'load',
      failureClass: 'unknown',
      transient: 'unsure',
      mapped: false,
      runType: 'scheduled',
      state: 'failed',
    };
    const { rules } = compilePolicy(policy);
    const decided = policy.rules.filter((_rule, index) => rules[index]?.(facts));
    expect(decided.flatMap(({ plan }) => plan).filter(({ kind }) => kind === 'clear' || kind === 'setState')).toEqual(
      [],
    );
  });
});
