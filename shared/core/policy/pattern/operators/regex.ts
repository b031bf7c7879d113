import { RE2JS } from 're2js';
import type { Operator } from '../operator.ts';
import { wrongOperand } from '../operator.ts';

const charsMax = 500;

export const regex: Operator = {
  name: 'regex',
  summary:
    'The text contains a match of this RE2 expression, in time linear in the text. Not part of EventBridge. `^` and `$` anchor it, `(?i)` ignores the case.',
  example: {
    condition: { regex: 'exit code [1-9]\\d*' },
    matches: 'ended with exit code 137',
    differs: 'ended with exit code 0',
  },
  parse(operand, path) {
    if (typeof operand !== 'string') return wrongOperand({ operator: this.name, operand, path, wanted: 'a text' });
    if (operand.length > charsMax) {
      return {
        code: 'wrong-regex',
        path,
        message: `the expression has ${operand.length} characters; at most ${charsMax} are allowed`,
      };
    }
    const compiled = compileExpression(operand);
    if (typeof compiled === 'string') {
      const notes = ['the syntax is RE2: no lookaround, no back-references, so that time stays linear'];
      return { code: 'wrong-regex', path, message: `not an RE2 expression: ${compiled}`, notes };
    }
    return {
      operator: this.name,
      written: { [this.name]: operand },
      matches: (value) => typeof value === 'string' && compiled.matcher(value).find(),
      compile: () => (value) => typeof value === 'string' && compiled.test(value),
      steps: (chars) => 100 + chars * stepsPerChar(compiled.programSize()),
    };
  },
};

function compileExpression(expression: string): RE2JS | string {
  try {
    return RE2JS.compile(expression);
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it can not be read';
  }
}

/** re2js walks an automaton that it builds as it goes; in the worst case each character visits the whole program to build a new state. */
function stepsPerChar(programSize: number): number {
  return 10 + 30 * programSize;
}
