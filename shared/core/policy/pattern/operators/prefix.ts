import type { Operator } from '../operator.ts';
import { parseAffix } from './affix.ts';
import { foldCase, foldHead } from './ignore-case.ts';

export const prefix: Operator = {
  name: 'prefix',
  summary: 'The text begins with this. `{ "prefix": { "equals-ignore-case": "prod-" } }` ignores the case.',
  example: { condition: { prefix: 'prod-' }, matches: 'prod-eu', differs: 'nonprod-eu' },
  parse: (operand, path) =>
    parseAffix(
      {
        operator: 'prefix',
        plain: {
          matches: (value, head) => value.slice(0, head.length) === head,
          compile: (head) => (value) => typeof value === 'string' && value.startsWith(head),
        },
        folded: {
          matches: (value, head) => foldCase(value).startsWith(head),
          compile: (head) => (value) => typeof value === 'string' && foldHead(value, head.length).startsWith(head),
        },
      },
      operand,
      path,
    ),
};
