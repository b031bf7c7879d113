import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { lintPolicy, lintRules } from '../../../../shared/core/policy/lint/lint.ts';
import { parsePolicy } from '../../../../shared/core/policy/parse-policy.ts';

const root = new URL('../../../../', import.meta.url);
const pagesFolder = new URL('docs/reference/diagnostics/', root);
const channels = ['oncall', 'owners'];
const codes = readdirSync(pagesFolder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => file.replace('.md', ''));

/** The codes of everything that is wrong in an example. */
function codesOf(text: string): string[] {
  const parsed = parsePolicy({ text, channels });
  if (!parsed.ok) return parsed.diagnostics.map(({ code }) => code);
  return lintPolicy(parsed.policy, { channels }).map(({ code }) => code);
}

/** The example under a heading, made whole: a page shows a policy, a rule's `match` or a rule's `plan`. */
function exampleOf(page: string, heading: 'Bad' | 'Good'): string | undefined {
  const [, kind = '', body = ''] =
    new RegExp(`## ${heading}\\n\\n\`\`\`json (\\w+)\\n([\\s\\S]*?)\\n\`\`\``).exec(page) ?? [];
  if (kind === '') return undefined;
  if (kind === 'policy') return body;
  const [match, plan] =
    kind === 'match'
      ? [body, '[{ "clear": {} }, { "escalate": "owners" }]']
      : ['{ "failureClass": ["connection"] }', body];
  return `{ "version": 1, "rules": [{ "name": "example", "match": ${match}\n, "plan": ${plan} }], "otherwise": [{ "escalate": "oncall" }] }`;
}

describe('the page of a diagnostic', () => {
  test.each(codes)('%s shows a bad example that raises it and a good one that does not', (code) => {
    const page = readFileSync(new URL(`${code}.md`, pagesFolder), 'utf8');
    const [bad, good] = [exampleOf(page, 'Bad'), exampleOf(page, 'Good')];
    expect(page.startsWith(`# ${code}\n`)).toBe(true);
    if (code === 'too-long') expect(codesOf(' '.repeat(1_000_001))).toEqual([code]);
    else expect(codesOf(bad ?? '')).toContain(code);
    expect(codesOf(good ?? '')).not.toContain(code);
    expect(parsePolicy({ text: good ?? '', channels }).ok).toBe(true);
  });

  test('exists for every code that a policy can raise, and for no other', () => {
    const raised = ['shared/core/policy', 'shared/core/diagnostics'].flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) =>
          [...readFileSync(new URL(`${folder}/${file}`, root), 'utf8').matchAll(/code: '([a-z-]+)'/g)].map(
            ([, code]) => code,
          ),
        ),
    );
    expect(codes.toSorted()).toEqual([...new Set(raised)].filter((code) => code !== 'custom').toSorted());
  });

  test('exists for every lint rule, which has the name of its file', () => {
    const files = readdirSync(new URL('shared/core/policy/lint/', root)).map((file) => file.replace('.ts', ''));
    for (const { code } of lintRules) expect(codes).toContain(code);
    for (const { code } of lintRules) expect(files).toContain(code);
  });
});
