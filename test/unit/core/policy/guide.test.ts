import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseDocument } from '../../../../shared/core/diagnostics/parse-document.ts';
import { renderTerminal } from '../../../../shared/core/diagnostics/render-terminal.ts';
import { compilePolicy } from '../../../../shared/core/policy/compile-policy.ts';
import { lintPolicy } from '../../../../shared/core/policy/lint/lint.ts';
import { parsePolicy } from '../../../../shared/core/policy/parse-policy.ts';
import { policyCasesSchema, runCases } from '../../../../shared/core/policy/policy-cases.ts';

const guide = readFileSync(new URL('../../../../docs/guide/policy.md', import.meta.url), 'utf8');
const file = 'airmend.policy.json';

/** The texts of all fenced blocks of a kind. */
function blocks(kind: string): string[] {
  return [...guide.matchAll(new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\\n\`\`\``, 'g'))].map(([, text = '']) => text);
}

function complaints(text: string): string {
  const parsed = parsePolicy({ file, text });
  const diagnostics = parsed.ok ? lintPolicy(parsed.policy).map(parsed.diagnose) : parsed.diagnostics;
  return diagnostics.map((diagnostic) => renderTerminal(diagnostic, { text })).join('\n\n');
}

describe('the guide to policies', () => {
  test('shows policies that load without a warning', () => {
    expect(blocks('json policy').map(complaints)).toEqual(blocks('json policy').map(() => ''));
  });

  test('shows what is really said of each wrong policy', () => {
    expect(blocks('json wrong').length).toBeGreaterThan(2);
    expect(blocks('json wrong').map(complaints)).toEqual(blocks('text says'));
  });

  test('shows cases that its first policy passes', () => {
    const parsed = parsePolicy({ file, text: blocks('json policy')[0] ?? '' });
    const cases = parseDocument({ text: blocks('json cases')[0] ?? '', schema: policyCasesSchema });
    if (!parsed.ok || !cases.ok) throw new Error('the guide does not load');
    const results = runCases(compilePolicy(parsed.policy), cases.value);
    expect(results.filter(({ differences }) => differences.length > 0)).toEqual([]);
    expect(results).toHaveLength(3);
  });
});
