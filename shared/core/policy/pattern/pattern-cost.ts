import type { Fault } from '../../diagnostics/diagnostic.ts';
import type { Fact } from '../facts.ts';
import { needsBinding } from './compile-pattern.ts';
import { countCombinations } from './parse-pattern.ts';
import { type Condition, type ObjectPattern, type Path, visitLeaves } from './pattern.ts';

/** What one pattern may cost on the worst event, in steps of about a nanosecond. */
export const patternStepsMax = 250_000_000;
/** What all patterns of a policy may cost together on the worst event. */
export const policyStepsMax = 2_500_000_000;

/** Steps that the worst event takes. Known before any event: each fact's texts and lists are bounded. */
export function countSteps(pattern: ObjectPattern, findFact: (name: string) => Fact | undefined): number {
  let steps = 0;
  visitLeaves(pattern, ({ conditions }, [name = '']) => {
    const { charsMax = 0, entriesMax = 1, kind } = findFact(name) ?? {};
    const values = kind === 'texts' ? entriesMax : 1;
    steps += 10 + values * countConditionSteps(conditions, charsMax);
  });
  // The general matcher writes the combinations out and judges each by itself.
  return Math.ceil(steps * (needsBinding(pattern) ? countCombinations(pattern) : 1));
}

/** Steps of a list of conditions on one value. */
export function countConditionSteps(conditions: readonly Condition[], charsMax: number): number {
  return conditions.reduce((sum, condition) => sum + condition.steps(charsMax), 0);
}

/** A fault where a pattern could take too long. */
export function refuseCost(steps: number, limit: { stepsMax: number; what: string; path: Path }): Fault | undefined {
  if (steps <= limit.stepsMax) return undefined;
  return {
    code: 'pattern-too-costly',
    path: limit.path,
    message: `${limit.what} can take ${millions(steps)} million steps on the longest log; at most ${millions(limit.stepsMax)} million are allowed`,
    help: 'prefer `wildcard` to `regex` on `logTail`, and a short expression to one with counted repetitions',
  };
}

function millions(steps: number): number {
  return Math.ceil(steps / 1_000_000);
}
