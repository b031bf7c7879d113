import { describe, expect, test } from '@jest/globals';
import { type Formula, formulas } from '../../infra/dashboard/formulas.ts';
import { metrics } from '../../shared/core/metrics/metrics.ts';

/** Evaluates an expression of CloudWatch's metric math; a metric that is missing had no data. */
function evaluate({ expression, uses }: Formula, data: Partial<Record<string, number>>): number {
  const variables = Object.keys(uses);
  const FILL = (value: number | undefined, otherwise: number) => value ?? otherwise;
  const IF = (condition: boolean, whole: number, otherwise: number) => (condition ? whole : otherwise);
  const compute = new Function('FILL', 'IF', ...variables, `return ${expression}`);
  return Number(compute(FILL, IF, ...Object.values(uses).map((metric) => data[metric])));
}

const week = {
  ReportsAccepted: 400,
  Writes: 60,
  IncidentsRemedied: 48,
  IncidentsRecovered: 12,
  IncidentsEscalated: 20,
};

describe('what it saved', () => {
  test.each([
    ['nobody was called for what was remedied', formulas.callsAvoided, 48],
    ['each of which would have cost half an hour', formulas.hoursSaved, 24],
    ['three in four ended without a person', formulas.withoutPerson, 75],
    ['four in five writes helped', formulas.writesThatHelped, 80],
    ['five alerts told of each', formulas.alertsPerIncident, 5],
  ])('%s', (_what, formula, value) => {
    expect(evaluate(formula, week)).toBe(value);
  });

  test.each(Object.entries(formulas))('%s is nothing, not an error, where nothing happened', (_name, formula) => {
    expect(evaluate(formula, {})).toBe(0);
  });

  test('a week without a write still has its share of what ended by itself', () => {
    expect(evaluate(formulas.withoutPerson, { IncidentsRecovered: 3, IncidentsEscalated: 1 })).toBe(75);
  });

  test.each(Object.entries(formulas))('%s names its metrics and uses what it names', (_name, { expression, uses }) => {
    for (const [variable, metric] of Object.entries(uses)) {
      expect(expression).toContain(`FILL(${variable}, 0)`);
      expect(Object.keys(metrics)).toContain(metric);
    }
  });
});
