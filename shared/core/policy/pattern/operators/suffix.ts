import type { Operator } from '../operator.ts';
import { parseAffix } from './affix.ts';
import { foldCase, foldTail } from './ignore-case.ts';

export const suffix: Operator = {
  name: 'suffix',
  summary: 'The text ends with this. `{ "suffix": { "equals-ignore-case": "sensor" } }` ignores the case.',
  example: { condition: { suffix: 'Sensor' }, matches: 'S3KeySensor', differs: 'SensorGroup' },
  parse: (operand, path) =>
    parseAffix(
      {
        operator: 'suffix',
        plain: {
          matches: (value, tail) => tail === '' || value.slice(-tail.length) === tail,
          compile: (tail) => (value) => typeof value === 'string' && value.endsWith(tail),
        },
        folded: {
          matches: (value, tail) => foldCase(value).endsWith(tail),
          compile: (tail) => (value) => typeof value === 'string' && foldTail(value, tail.length).endsWith(tail),
        },
      },
      operand,
      path,
    ),
};
