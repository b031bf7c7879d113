import { describe, expect, test } from '@jest/globals';
import { files, run } from './run.ts';

const fine = {
  version: 1,
  mode: 'enforce',
  rules: [
    { name: 'lost', match: { failureClass: ['worker-lost'] }, plan: [{ clear: {} }] },
    { name: 'bugs', match: { failureClass: ['code'] }, plan: [{ escalate: 'owners' }] },
  ],
  otherwise: [{ escalate: 'oncall' }],
};
const dubious = { ...fine, rules: [{ name: 'all', match: { dagId: [{ exists: true }] }, plan: [{ clear: {} }] }] };
const config = { channels: { oncall: {}, owners: {}, archive: {} }, defaultChannel: 'oncall' };

describe('airmend policy check', () => {
  test.each([
    ['a policy that is fine', fine, [], 0, 'ok'],
    ['a warning', dubious, [], 0, 'warning[match-all-clears]'],
    ['a warning under --strict', dubious, ['--strict'], 1, 'refused'],
    ['an error', { ...fine, zap: 1 }, [], 1, 'error[unknown-key]'],
  ])('given %s, says so by text and exit code', async (_what, policy, options, exitCode, said) => {
    const { 'p.json': file = '' } = files({ 'p.json': policy });
    const result = await run('policy', 'check', file, ...options);
    expect(result.exitCode).toBe(exitCode);
    expect(result.out).toContain(said);
  });

  test('takes the channels from the config', async () => {
    const { p = '', c = '', d = '' } = files({ p: fine, c: config, d: { channels: { oncall: {} } } });
    expect((await run('policy', 'check', p, '--config', c)).out).toContain('the channel `archive` is declared');
    expect((await run('policy', 'check', p, '--config', d)).out).toContain(
      'error[unknown-channel]: no channel `owners` is declared',
    );
  });

  test('gives machines one object', async () => {
    const { p = '' } = files({ p: dubious });
    const { out } = await run('policy', 'check', p, '--json');
    expect(JSON.parse(out)).toMatchObject({
      file: p,
      ok: true,
      policyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      diagnostics: [{ code: 'match-all-clears', line: 1 }],
    });
  });

  test('ends with exit code 2 where there is nothing to check', async () => {
    expect(await run('policy', 'check', '/nowhere.json')).toEqual({
      exitCode: 2,
      out: '',
      err: 'airmend: /nowhere.json: there is no such file',
    });
  });
});

describe('airmend policy test', () => {
  const passing = {
    name: 'clears a lost worker',
    facts: { dagId: 'a', failureClass: 'worker-lost' },
    expect: { rule: 'lost', step: 'clear', refusal: null },
  };
  const failing = { name: 'clears bugs', facts: { failureClass: 'code' }, expect: { step: 'clear' } };

  test('passes, and names the rules that no case reached', async () => {
    const { 'p.json': p = '' } = files({ 'p.json': fine, 'p.test.json': { cases: [passing] } });
    const { exitCode, out } = await run('policy', 'test', p);
    expect(exitCode).toBe(0);
    expect(out).toContain('1 passed, 0 failed; 1 of 2 rules decided a case\nnot covered: bugs');
  });

  test('shows what differs, with exit code 1', async () => {
    const { 'p.json': p = '' } = files({ 'p.json': fine, 'p.test.json': { cases: [passing, failing] } });
    const { exitCode, out } = await run('policy', 'test', p);
    expect(exitCode).toBe(1);
    expect(out).toContain(
      'FAIL  clears bugs\n        step\n          - expected "clear"\n          + got      "escalate owners"',
    );
    expect(JSON.parse((await run('policy', 'test', p, '--json')).out)).toMatchObject({
      passed: 1,
      failed: 1,
      rules: 2,
      rulesNotCovered: [],
    });
  });

  test('refuses cases with a fact or a key that does not exist', async () => {
    const { 'p.json': p = '' } = files({
      'p.json': fine,
      'p.test.json': {
        cases: [
          { ...passing, facts: { dagid: 'x' } },
          { ...failing, expects: {} },
        ],
      },
    });
    const { exitCode, err } = await run('policy', 'test', p);
    expect(exitCode).toBe(2);
    expect(err).toContain('error[unknown-fact]: there is no fact named `dagid`');
    expect(err).toContain('error[unknown-key]: there is no key `expects` here');
  });
});

describe('airmend policy explain', () => {
  test('says for every rule why, and what would be done', async () => {
    const { p = '' } = files({ p: { ...fine, mode: 'observe' } });
    const { exitCode, out } = await run('policy', 'explain', '{"logTail": "Detected zombie job"}', '--policy', p);
    expect(exitCode).toBe(0);
    expect(out).toBe(
      [
        'decides  1. lost',
        'differs  2. bugs',
        '           failureClass is "worker-lost"; wanted ["code"]',
        '',
        'rule `lost`: clear, then escalate oncall',
        'failure class: worker-lost',
        'nothing would be written: guardrail `mode`',
      ].join('\n'),
    );
  });

  test('reads a report in the native shape', async () => {
    const report = {
      deployment: 'prod',
      dagId: 'a',
      dagRunId: 'r',
      taskId: 't',
      error: 'boom',
      labels: { team: 'x' },
      mapIndex: null,
    };
    const policy = {
      ...fine,
      rules: [{ name: 'told', match: { errorText: ['boom'], labels: { team: ['x'] } }, plan: [{ ignore: true }] }],
    };
    const { p = '', r = '' } = files({ p: policy, r: { reports: [report] } });
    expect((await run('policy', 'explain', r, '--policy', p)).out).toContain('decides  1. told');
  });
});

describe('airmend', () => {
  test.each([
    ['--help'],
    ['policy --help'],
    ['policy check --help'],
    ['policy test --help'],
    ['policy explain --help'],
    ['pattern test --help'],
  ])('%s teaches, with exit code 0', async (line) => {
    const { exitCode, out } = await run(...line.split(' '));
    expect(exitCode).toBe(0);
    expect(out).toContain('Usage: airmend');
  });

  test('ends with exit code 2 for a command that does not exist', async () => {
    expect((await run('polcy')).exitCode).toBe(2);
  });
});
