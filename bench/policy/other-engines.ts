import { Engine } from 'json-rules-engine';
import type { Clause } from './rules.ts';

/** The same rules in json-rules-engine, with operators of the same meaning. Its answer: how many rules match. */
export function createRulesEngine(
  rules: readonly (readonly Clause[])[],
): (event: Record<string, unknown>) => Promise<number> {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator('prefix', (value: string, operand: string) => value.startsWith(operand));
  engine.addOperator('wildcard', (value: string, operand: string) => value.includes(operand.slice(1, -1)));
  engine.addOperator('anything-but', (value: string, operand: string[]) => !operand.includes(value));
  engine.addOperator(
    'numeric',
    (value: number, operand: [string, number, string, number]) => value > operand[1] && value <= operand[3],
  );
  for (const [index, clauses] of rules.entries()) {
    const all = clauses.map(({ fact, operator, operand }) => ({
      fact,
      operator: operator === 'exact' ? 'in' : operator,
      value: operand,
    }));
    engine.addRule({ conditions: { all }, event: { type: String(index) } });
  }
  return async (event) => (await engine.run(event)).events.length;
}
