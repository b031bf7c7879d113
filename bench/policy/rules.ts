import type { Json, JsonObject } from '../../shared/core/diagnostics/json-text.ts';

/** One condition of a rule, in a form that other engines can be given, too. */
export interface Clause {
  readonly fact: string;
  readonly operator: 'prefix' | 'wildcard' | 'anything-but' | 'numeric' | 'exact';
  readonly operand: Json;
}

const teams = ['orders', 'payments', 'growth', 'risk', 'search', 'ml', 'finance', 'ops'];
const words = ['Connection', 'SIGKILL', 'KeyError', 'Too Many', 'Timeout'];
const classes = ['connection', 'worker-lost', 'code', 'rate-limited', 'unknown'];

/** Rules of five operators each, as a team with many DAGs might write them. Deterministic. */
export function writeRules(count: number): Clause[][] {
  return Array.from({ length: count }, (_, index) => [
    { fact: 'dagId', operator: 'prefix', operand: `${teams[index % teams.length]}_` },
    {
      fact: 'failureClass',
      operator: 'exact',
      operand: [classes[index % classes.length] ?? '', classes[(index + 1) % classes.length] ?? ''],
    },
    { fact: 'tryNumber', operator: 'numeric', operand: ['>', 0, '<=', 1 + (index % 5)] },
    { fact: 'runState', operator: 'anything-but', operand: ['success', 'queued'] },
    { fact: 'logTail', operator: 'wildcard', operand: `*${words[index % words.length]}*` },
  ]);
}

export function toPattern(clauses: readonly Clause[]): JsonObject {
  const fields = clauses.map(({ fact, operator, operand }): [string, Json] => [
    fact,
    operator === 'exact' ? operand : [{ [operator]: operand }],
  ]);
  return Object.fromEntries(fields);
}
