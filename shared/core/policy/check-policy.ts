import type { Fault } from '../diagnostics/diagnostic.ts';
import type { Json } from '../diagnostics/json-text.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { errorTextCharsMax, factNames, findFact, logTailCharsMax } from './facts.ts';
import { parseConditions, parsePattern } from './pattern/parse-pattern.ts';
import type { Path } from './pattern/pattern.ts';
import {
  countConditionSteps,
  countSteps,
  patternStepsMax,
  policyStepsMax,
  refuseCost,
} from './pattern/pattern-cost.ts';
import { isList, readField } from './pattern/read-values.ts';

/**
 * What a schema can't say of a policy: facts that exist, channels that the config declares, rule names that differ, patterns within the cost bound.
 * Reads the document as written, so that its findings come together with the schema's; what is misshapen is left to the schema.
 */
export function checkPolicy(written: Json, channels: readonly string[] | undefined): Fault[] {
  const patterns = [
    ...listAt(written, ['rules']).map((rule, index) => at(rule, ['rules', index], 'match')),
    ...listAt(written, ['guardrails', 'protect']).map((value, index) => ({
      value,
      path: ['guardrails', 'protect', index],
    })),
  ];
  const checked = [...patterns.filter(({ value }) => isObject(value)).map(checkPattern), ...checkClasses(written)];
  const total = refuseCost(
    checked.reduce((sum, { steps }) => sum + steps, 0),
    { stepsMax: policyStepsMax, what: 'the policy', path: ['rules'] },
  );
  return [
    ...checked.flatMap(({ faults }) => faults),
    ...(total === undefined ? [] : [total]),
    ...checkNames(written),
    ...checkChannels(written, channels),
  ];
}

interface Checked {
  readonly faults: readonly Fault[];
  readonly steps: number;
}

function checkPattern({ value, path }: { value: Json; path: Path }): Checked {
  const parsed = parsePattern(value, { at: path, checkName: checkFact });
  if (!parsed.ok) return { faults: parsed.faults, steps: 0 };
  const steps = countSteps(parsed.pattern, findFact);
  const fault = refuseCost(steps, { stepsMax: patternStepsMax, what: 'this pattern', path });
  return { faults: fault === undefined ? [] : [fault], steps };
}

function checkFact(name: string, value: Json, path: Path): Fault | undefined {
  const fact = findFact(name);
  if (fact === undefined) {
    const isMiscased = factNames.some((known) => known.toLowerCase() === name.toLowerCase());
    const help = didYouMean(name, factNames);
    const notes = isMiscased
      ? ['facts are case-sensitive']
      : help === undefined
        ? [`the facts are ${factNames.map((known) => `\`${known}\``).join(', ')}`]
        : [];
    return { code: 'unknown-fact', path, atKey: true, message: `there is no fact named \`${name}\``, help, notes };
  }
  if ((fact.kind === 'object') === !isList(value)) return undefined;
  const help =
    fact.kind === 'object'
      ? `ask for one of its fields: \`"${name}": { "team": ["data"] }\``
      : `write \`"${name}": [ … ]\``;
  const message =
    fact.kind === 'object'
      ? `\`${name}\` is an object; a list of values never matches it`
      : `\`${name}\` has no fields of its own`;
  return isObject(value) || isList(value) ? { code: 'wrong-shape', path, atKey: true, message, help } : undefined;
}

function checkClasses(written: Json): Checked[] {
  const classes = readAt(written, ['classes']);
  if (!isObject(classes)) return [];
  return Object.entries(classes).map(([name, value]) => {
    const path = ['classes', name];
    if (!isList(value)) return { faults: [], steps: 0 };
    const parsed = parseConditions(value, path);
    if (!parsed.ok) return { faults: parsed.faults, steps: 0 };
    const steps =
      countConditionSteps(parsed.conditions, logTailCharsMax) +
      countConditionSteps(parsed.conditions, errorTextCharsMax);
    const fault = refuseCost(steps, { stepsMax: patternStepsMax, what: 'this class', path });
    return { faults: fault === undefined ? [] : [fault], steps };
  });
}

function checkNames(written: Json): Fault[] {
  const seen = new Set<Json>();
  return listAt(written, ['rules']).flatMap((rule, index) => {
    const { value, path } = at(rule, ['rules', index], 'name');
    if (typeof value !== 'string' || !seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [
      {
        code: 'duplicate-name',
        path,
        message: `two rules are named \`${value}\`; reports and records tell rules apart by name`,
      },
    ];
  });
}

function checkChannels(written: Json, channels: readonly string[] | undefined): Fault[] {
  if (channels === undefined) return [];
  const plans = [['otherwise'], ...listAt(written, ['rules']).map((_, index) => ['rules', index, 'plan'])];
  return plans.flatMap((plan) =>
    listAt(written, plan).flatMap((step, index): Fault[] => {
      const { value: channel, path } = at(step, [...plan, index], 'escalate');
      if (typeof channel !== 'string' || channels.includes(channel)) return [];
      const help = didYouMean(channel, channels);
      const declared = channels.length === 0 ? 'none' : channels.map((known) => `\`${known}\``).join(', ');
      return [
        {
          code: 'unknown-channel',
          path,
          message: `no channel \`${channel}\` is declared`,
          help,
          notes: [`\`channels\` of airmend.config.json declares: ${declared}`],
        },
      ];
    }),
  );
}

function at(value: Json, path: Path, name: string): { value: Json; path: Path } {
  return { value: isObject(value) ? (readField(value, name) ?? null) : null, path: [...path, name] };
}

function listAt(written: Json, path: Path): readonly Json[] {
  const value = readAt(written, path);
  return isList(value) ? value : [];
}

function readAt(written: Json, path: Path): Json {
  let here: Json = written;
  for (const step of path) {
    if (isList(here) && typeof step === 'number') here = here[step] ?? null;
    else here = isObject(here) ? (readField(here, String(step)) ?? null) : null;
  }
  return here;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}
