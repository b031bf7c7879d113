import type { Operator } from '../operator.ts';
import { wrongOperand } from '../operator.ts';
import { foldCase, foldGrowthMax } from './ignore-case.ts';

export const equalsIgnoreCase: Operator = {
  name: 'equals-ignore-case',
  summary: 'The text is equal but for the case of its letters.',
  example: { condition: { 'equals-ignore-case': 'critical' }, matches: 'CRITICAL', differs: 'criticality' },
  parse(operand, path) {
    if (typeof operand !== 'string') return wrongOperand({ operator: this.name, operand, path, wanted: 'a text' });
    const folded = foldCase(operand);
    return {
      operator: this.name,
      written: { [this.name]: operand },
      matches: (value) => typeof value === 'string' && foldCase(value) === folded,
      compile: () => (value) =>
        typeof value === 'string' &&
        value.length <= folded.length &&
        value.length * foldGrowthMax >= folded.length &&
        foldCase(value) === folded,
      steps: (chars) => 4 + 16 * Math.min(chars, folded.length),
    };
  },
};
