import type { Operator } from '../operator.ts';
import { wrongOperand } from '../operator.ts';

export const exists: Operator = {
  name: 'exists',
  summary:
    'The field has a value (`true`, `null` counts) or has none (`false`). An object or an empty list is not a value.',
  example: { condition: { exists: true }, matches: null, differs: {} },
  parse(operand, path) {
    if (typeof operand !== 'boolean')
      return wrongOperand({ operator: this.name, operand, path, wanted: '`true` or `false`' });
    const written = { [this.name]: operand };
    const answer = () => operand;
    const condition = { operator: this.name, written, matches: answer, compile: () => answer, steps: () => 1 };
    return operand ? condition : { ...condition, acceptsAbsence: true };
  },
};
