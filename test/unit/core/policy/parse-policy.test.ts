import { describe, expect, test } from '@jest/globals';
import { renderTerminal } from '../../../../shared/core/diagnostics/render-terminal.ts';
import { parsePolicy } from '../../../../shared/core/policy/parse-policy.ts';
import { aPolicy, policyText } from './a-policy.ts';

const wrong = `{
  "version": 1,
  "mode": "enforec", // on
  "guardrails": { "blastRadius": { "taskInstances": 5000 }, "tries": { "perTask": 3 } },
  "rules": [
    {
      "name": "blips",
      "match": { "dagID": ["etl"], "state": [{ "prefx": "fa" }] },
      "plan": [{ "clear": {}, "after": "2 minutes" }, { "escalate": "oncal" }]
    },
    { "name": "blips", "match": { "dagId": "etl" }, "plan": [{ "clear": {}, "ignore": true }] }
  ]
}`;

describe('a policy that is wrong', () => {
  test('never loads, and says everything that is wrong at once, in the order of the text', () => {
    const parsed = parsePolicy({
      file: 'airmend.policy.json',
      text: wrong,
      channels: ['oncall', 'owners'],
    });
    const rendered = parsed.ok
      ? ''
      : parsed.diagnostics.map((diagnostic) => renderTerminal(diagnostic, { text: wrong })).join('\n\n');
    expect(rendered).toMatchInlineSnapshot(`
     "error[missing-key]: the key \`otherwise\` is missing
      --> airmend.policy.json:1:1  /otherwise
       |
     1 | {
       | ^

     error[unknown-value]: \`enforec\` is not one of \`observe\`, \`enforce\`
      --> airmend.policy.json:3:11  /mode
       |
     3 |   "mode": "enforec", // on
       |           ^^^^^^^^^
     help: did you mean \`enforce\`?

     error[out-of-bounds]: \`5000\` is out of bounds; at most 1000 is allowed
      --> airmend.policy.json:4:53  /guardrails/blastRadius/taskInstances
       |
     4 |   "guardrails": { "blastRadius": { "taskInstances": 5000 }, "tries": { "perTask": 3 } },
       |                                                     ^^^^

     error[unknown-key]: there is no key \`perTask\` here
      --> airmend.policy.json:4:72  /guardrails/tries/perTask
       |
     4 |   "guardrails": { "blastRadius": { "taskInstances": 5000 }, "tries": { "perTask": 3 } },
       |                                                                        ^^^^^^^^^
       = note: known here: \`perTaskInstance\`

     error[unknown-fact]: there is no fact named \`dagID\`
      --> airmend.policy.json:8:18  /rules/0/match/dagID
       |
     8 |       "match": { "dagID": ["etl"], "state": [{ "prefx": "fa" }] },
       |                  ^^^^^^^
       = note: facts are case-sensitive
     help: did you mean \`dagId\`?

     error[unknown-operator]: there is no operator \`prefx\`
      --> airmend.policy.json:8:48  /rules/0/match/state/0/prefx
       |
     8 |       "match": { "dagID": ["etl"], "state": [{ "prefx": "fa" }] },
       |                                                ^^^^^^^
       = note: the operators are \`prefix\`, \`suffix\`, \`equals-ignore-case\`, \`wildcard\`, \`anything-but\`, \`numeric\`, \`exists\`, \`cidr\`, \`regex\`
     help: did you mean \`prefix\`?

     error[not-a-duration]: \`2 minutes\` is not a duration
      --> airmend.policy.json:9:40  /rules/0/plan/0/after
       |
     9 |       "plan": [{ "clear": {}, "after": "2 minutes" }, { "escalate": "oncal" }]
       |                                        ^^^^^^^^^^^
     help: write it like \`90s\`, \`15m\`, \`1h30m\`, \`2d\` or \`PT15M\`

     error[unknown-channel]: no channel \`oncal\` is declared
      --> airmend.policy.json:9:69  /rules/0/plan/1/escalate
       |
     9 |       "plan": [{ "clear": {}, "after": "2 minutes" }, { "escalate": "oncal" }]
       |                                                                     ^^^^^^^
       = note: \`channels\` of airmend.config.json declares: \`oncall\`, \`owners\`
     help: did you mean \`oncall\`?

     error[duplicate-name]: two rules are named \`blips\`; reports and records tell rules apart by name
       --> airmend.policy.json:11:15  /rules/1/name
        |
     11 |     { "name": "blips", "match": { "dagId": "etl" }, "plan": [{ "clear": {}, "ignore": true }] }
        |               ^^^^^^^

     error[not-a-list]: the values of \`dagId\` stand in a list, not bare: \`"etl"\`
       --> airmend.policy.json:11:44  /rules/1/match/dagId
        |
     11 |     { "name": "blips", "match": { "dagId": "etl" }, "plan": [{ "clear": {}, "ignore": true }] }
        |                                            ^^^^^
     help: write \`"dagId": ["etl"]\`

     error[ambiguous-step]: a step has exactly one action; this one has \`clear\` and \`ignore\`
       --> airmend.policy.json:11:62  /rules/1/plan/0
        |
     11 |     { "name": "blips", "match": { "dagId": "etl" }, "plan": [{ "clear": {}, "ignore": true }] }
        |                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
     help: name one of \`clear\`, \`setState\`, \`escalate\`, \`ignore\`"
    `);
  });

  test('names no channel as unknown where the config is not at hand', () => {
    const text = policyText({ otherwise: [{ escalate: 'anybody' }] });
    expect(parsePolicy({ text }).ok).toBe(true);
    expect(parsePolicy({ text, channels: [] }).ok).toBe(false);
  });

  test.each([
    ['an escalation that takes time', [{ escalate: 'oncall', after: '5m' }], 'ambiguous-step'],
    ['an empty plan', [], 'out-of-bounds'],
    ['a plan of eleven steps', Array.from({ length: 11 }, () => ({ clear: {} })), 'out-of-bounds'],
    ['a clear with a parameter', [{ clear: { onlyFailed: false } }], 'unknown-key'],
    ['a state that makes things worse', [{ setState: 'failed' }], 'unknown-value'],
    ['an ignore that does not', [{ ignore: false }], 'unknown-value'],
  ])('refuses %s', (_what, plan, code) => {
    const parsed = parsePolicy({
      text: policyText({
        rules: [{ name: 'a', match: { dagId: ['x'] }, plan }],
      }),
    });
    expect(parsed.ok ? [] : parsed.diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });

  test('refuses keys that every object seems to have', () => {
    const parsed = parsePolicy({
      text: '{ "version": 1, "__proto__": {}, "constructor": 1, "rules": [], "otherwise": [{ "ignore": true }] }',
    });
    expect(parsed.ok ? [] : parsed.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'unknown-key /__proto__',
      'unknown-key /constructor',
    ]);
  });
});

describe('a policy that loads', () => {
  test('observes, and has every guardrail, unless it says otherwise', () => {
    const { mode, zone, guardrails } = aPolicy();
    expect({ mode, zone, guardrails }).toEqual({
      mode: 'observe',
      zone: 'UTC',
      guardrails: {
        blastRadius: { taskInstances: 50 },
        tries: { perTaskInstance: 8 },
        budgets: [
          { per: 'dag', clears: 5, withinMs: 3_600_000 },
          { per: 'deployment', clears: 20, withinMs: 3_600_000 },
        ],
        age: { failureAtMostMs: 86_400_000 },
        tell: { withinMs: 1_800_000 },
        deadline: { withinMs: 86_400_000 },
        protect: [],
      },
    });
  });

  test('has whole plans: what a rule leaves open, `otherwise` ends', () => {
    const rules = [
      {
        name: 'open',
        match: { dagId: ['x'] },
        plan: [
          { clear: {}, after: '2m' },
          { setState: 'success', timeout: '1h' },
        ],
      },
      { name: 'closed', match: { dagId: ['y'] }, plan: [{ ignore: true }] },
    ];
    expect(aPolicy({ rules }).rules.map(({ plan }) => plan)).toEqual([
      [
        { kind: 'clear', afterMs: 120_000, timeoutMs: 7_200_000 },
        {
          kind: 'setState',
          state: 'success',
          afterMs: 0,
          timeoutMs: 3_600_000,
        },
        { kind: 'escalate', channel: 'oncall' },
      ],
      [{ kind: 'ignore' }],
    ]);
  });

  test.each([
    ['observe', 'enforce', 'observe'],
    ['enforce', 'observe', 'observe'],
    ['enforce', undefined, 'enforce'],
    ['enforce', 'enforce', 'enforce'],
  ])('in mode %s makes of a rule in mode %s one in mode %s: the strictest wins', (mode, ruleMode, effective) => {
    const rule = {
      name: 'a',
      match: { dagId: ['x'] },
      plan: [{ clear: {} }],
      ...(ruleMode === undefined ? {} : { mode: ruleMode }),
    };
    expect(aPolicy({ mode, rules: [rule] }).rules[0]?.mode).toBe(effective);
  });

  test('has one hash, however it is written, and parses to the same from its canonical form', () => {
    const one = parsePolicy({
      text: '{ "version": 1, "rules": [], "otherwise": [{ "ignore": true }] }',
    });
    const other = parsePolicy({
      text: '// hello\n{"$schema": "x", "otherwise": [{"$comment": "y", "ignore": true}], "rules": [], "version": 1,}',
    });
    const again = parsePolicy({ text: other.ok ? other.canonical : '' });
    const changed = parsePolicy({
      text: '{ "version": 1, "rules": [], "otherwise": [{ "escalate": "oncall" }] }',
    });
    expect(one.ok && other.ok && other.policy).toEqual(one.ok && one.policy);
    expect(one.ok && again.ok && again.policy).toEqual(one.ok && one.policy);
    expect(changed.ok && changed.policy.policyHash).not.toBe(one.ok && one.policy.policyHash);
  });
});
