import { describe, expect, test } from '@jest/globals';
import { age } from '../../../../shared/core/guardrails/age.ts';
import { blastRadius } from '../../../../shared/core/guardrails/blast-radius.ts';
import { budgets } from '../../../../shared/core/guardrails/budgets.ts';
import { dagReady } from '../../../../shared/core/guardrails/dag-ready.ts';
import { freshness, truthAgeMsMax } from '../../../../shared/core/guardrails/freshness.ts';
import { type Guardrail, known, type Readings, unknown } from '../../../../shared/core/guardrails/guardrail.ts';
import { health } from '../../../../shared/core/guardrails/health.ts';
import { mode } from '../../../../shared/core/guardrails/mode.ts';
import { nativeRetries } from '../../../../shared/core/guardrails/native-retries.ts';
import { pause } from '../../../../shared/core/guardrails/pause.ts';
import { person } from '../../../../shared/core/guardrails/person.ts';
import { protect } from '../../../../shared/core/guardrails/protect.ts';
import { judge, stack, strictest } from '../../../../shared/core/guardrails/stack.ts';
import { tries } from '../../../../shared/core/guardrails/tries.ts';
import { newControl } from '../../../../shared/core/incident/control.ts';
import { minuteMs, now, readings, settings } from './readings.ts';

const hour = 60 * minuteMs;
const closed = { ...newControl('x').health, closedAt: now - minuteMs, lastCode: 'unauthorized' };
const aPause = {
  scope: { dagId: null, dagRunId: null },
  by: 'ada',
  reason: 'migration',
  since: now,
  until: now + hour,
};
const budget = (spent: number) =>
  known([{ limit: { per: 'dag' as const, clears: 5, withinMs: hour }, spent, freeAt: now + minuteMs }]);
const dag = (given: object) => known({ isPaused: false, isActive: true, hasImportErrors: false, ...given });
const blind = unknown('silence');

type Case = [promise: string, guardrail: Guardrail, given: Partial<Readings>, verdict: string];

const cases: Case[] = [
  ['mode acts in enforce', mode, {}, 'act'],
  ['mode observes in observe', mode, { mode: known('observe') }, 'observe'],
  ['mode holds when it is not known', mode, { mode: blind }, 'hold'],
  ['age acts exactly at the limit', age, { failedAt: known(now - 24 * hour) }, 'act'],
  ['age refuses a millisecond past the limit', age, { failedAt: known(now - 24 * hour - 1) }, 'refuse'],
  ['age acts on a failure of the very moment of adoption', age, { adoptedAt: known(now - 5 * minuteMs) }, 'act'],
  ['age refuses a failure from before adoption', age, { adoptedAt: known(now - minuteMs) }, 'refuse'],
  ['age refuses a failure from before its rule could act', age, { enforcedSince: known(now) }, 'refuse'],
  ['age holds before the first sweep', age, { adoptedAt: blind }, 'hold'],
  ['protect acts on what nothing protects', protect, {}, 'act'],
  ['protect refuses what a pattern protects', protect, { protectedBy: known('guardrails.protect[0]') }, 'refuse'],
  ['protect holds when the DAG could not be read', protect, { protectedBy: blind }, 'hold'],
  ['person acts where nobody was', person, {}, 'act'],
  ['person refuses a state that was set from outside', person, { person: known('set-from-outside') }, 'refuse'],
  ['person holds while the log can not be read', person, { person: blind }, 'hold'],
  ['nativeRetries acts when Airflow has none left', nativeRetries, {}, 'act'],
  ['nativeRetries holds while Airflow has one left', nativeRetries, { nativeRetries: known(1) }, 'hold'],
  ['nativeRetries holds when it can not tell', nativeRetries, { nativeRetries: blind }, 'hold'],
  ['dagReady acts on a DAG that runs', dagReady, {}, 'act'],
  [
    'dagReady acts where the API does not say',
    dagReady,
    { dag: dag({ isPaused: null, isActive: null, hasImportErrors: null }) },
    'act',
  ],
  ['dagReady holds on a paused DAG', dagReady, { dag: dag({ isPaused: true }) }, 'hold'],
  ['dagReady holds on a file that fails to import', dagReady, { dag: dag({ hasImportErrors: true }) }, 'hold'],
  ['dagReady holds on a DAG that is gone', dagReady, { dag: dag({ isActive: false }) }, 'hold'],
  ['dagReady holds when the DAG was not read', dagReady, { dag: blind }, 'hold'],
  ['health acts while the API answers', health, {}, 'act'],
  ['health holds while the deployment is closed', health, { health: known(closed) }, 'hold'],
  ['health holds when the ledger is silent', health, { health: blind }, 'hold'],
  ['pause acts when nothing is paused', pause, {}, 'act'],
  ['pause holds while a person has paused', pause, { pause: known(aPause) }, 'hold'],
  ['pause holds when the ledger is silent', pause, { pause: blind }, 'hold'],
  ['freshness acts on truth of exactly the limit', freshness, { observedAt: known(now - truthAgeMsMax) }, 'act'],
  ['freshness holds on older truth', freshness, { observedAt: known(now - truthAgeMsMax - 1) }, 'hold'],
  ['freshness holds without truth', freshness, { observedAt: blind }, 'hold'],
  ['blastRadius acts exactly at the limit', blastRadius, { touched: known(50) }, 'act'],
  ['blastRadius refuses one past the limit', blastRadius, { touched: known(51) }, 'refuse'],
  ['blastRadius holds when nobody counted', blastRadius, { touched: blind }, 'hold'],
  [
    'tries acts on the clear that ends exactly at the limit',
    tries,
    { tries: known({ spent: 4, added: 4, mapIndex: -1 }) },
    'act',
  ],
  [
    'tries refuses the clear that could go one try past it',
    tries,
    { tries: known({ spent: 5, added: 4, mapIndex: -1 }) },
    'refuse',
  ],
  [
    'tries refuses a first clear only if it alone exceeds the limit',
    tries,
    { tries: known({ spent: 0, added: 9, mapIndex: -1 }) },
    'refuse',
  ],
  ['tries holds when they are not known', tries, { tries: blind }, 'hold'],
  ['budgets acts on the last clear of the budget', budgets, { budgets: budget(4) }, 'act'],
  ['budgets holds when the budget is used up', budgets, { budgets: budget(5) }, 'hold'],
  ['budgets holds when the ledger is silent', budgets, { budgets: blind }, 'hold'],
];

describe('each guardrail, on both sides of its edge and where it can not tell', () => {
  test.each(cases)('%s', (_promise, guardrail, given, verdict) => {
    const judged = guardrail.judge(readings(given), settings);
    expect([judged.guardrail, judged.kind]).toEqual([guardrail.name, verdict]);
  });

  test('names the setting to raise when it refuses', () => {
    expect(
      tries.judge(readings({ tries: known({ spent: 0, added: 9, mapIndex: -1 }) }), settings).reason,
    ).toMatchInlineSnapshot(
      `"a clear adds up to 9 tries to the 0 that were added; the policy allows 8 (guardrails.tries.perTaskInstance)"`,
    );
    expect(blastRadius.judge(readings({ touched: known(51) }), settings).reason).toContain(
      'guardrails.blastRadius.taskInstances',
    );
  });

  test('says when to look again where that is known', () => {
    expect(budgets.judge(readings({ budgets: budget(5) }), settings).until).toBe(now + minuteMs);
    expect(pause.judge(readings({ pause: known(aPause) }), settings).until).toBe(now + hour);
  });
});

describe('the stack', () => {
  test('asks every guardrail, also after one has refused', () => {
    expect(judge(stack, readings({ failedAt: known(0) }), settings)).toHaveLength(stack.length);
  });

  test('lets every guardrail have the last word alone', () => {
    const blinded: Partial<Readings>[] = Object.keys(readings())
      .filter((key) => key !== 'now')
      .map((key) => ({ [key]: blind }));
    for (const given of blinded) expect(strictest(judge(stack, readings(given), settings)).kind).not.toBe('act');
  });

  test.each([
    ['refuse over observe', ['observe', 'refuse'], 'refuse'],
    ['observe over hold', ['hold', 'observe'], 'observe'],
    ['hold over ask', ['ask', 'hold'], 'hold'],
    ['ask over act', ['act', 'ask'], 'ask'],
  ] as const)('prefers %s', (_promise, kinds, winner) => {
    expect(strictest(kinds.map((kind) => ({ guardrail: kind, kind, reason: '' }))).kind).toBe(winner);
  });

  test('holds when nobody was asked', () => expect(strictest([]).kind).toBe('hold'));
});
