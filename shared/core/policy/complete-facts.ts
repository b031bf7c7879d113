import { classifyFailure } from '../classify/classify-failure.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import type { Facts } from './facts.ts';
import { matchClass } from './match-class.ts';

/** Adds to hand-written facts the class that their log and error text give, where none is named. */
export function completeFacts(compiled: CompiledPolicy, facts: Facts): Facts {
  if (Object.hasOwn(facts, 'failureClass')) return facts;
  const logTail = textOf(facts['logTail']);
  const own = matchClass(compiled, { logTail, errorText: textOf(facts['errorText']) });
  if (own !== undefined) return { transient: 'unsure', ...facts, failureClass: own.failureClass };
  const { failureClass, transient } = classifyFailure({
    logTail: logTail ?? null,
    operator: textOf(facts['operator']) ?? null,
    reportError: textOf(facts['errorText']) ?? null,
  });
  return { transient, ...facts, failureClass };
}

function textOf(value: Facts[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
