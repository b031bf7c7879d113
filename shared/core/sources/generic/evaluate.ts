import { JMESPathTypeError, search } from '@aws-lambda-powertools/jmespath';

/** What a JMESPath expression finds; null where a function of it does not fit the value. */
export function evaluate(expression: string, value: unknown): unknown {
  try {
    return searchIn(expression, value);
  } catch {
    return null;
  }
}

/** Why an expression can't be one, or undefined. */
export function checkExpression(expression: string): string | undefined {
  try {
    searchIn(expression, null);
    return undefined;
  } catch (error) {
    // The expression is fine: it is only null that does not fit.
    if (error instanceof JMESPathTypeError) return undefined;
    return error instanceof Error ? error.message.split('\n')[0] : 'it can not be read';
  }
}

/** JMESPath's own truth: false, null and what is empty are not. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** In brackets: the library keeps what it parsed in an object, where an expression `constructor` would find more. */
function searchIn(expression: string, value: unknown): unknown {
  return search(`(${expression})`, toJson(value));
}

function toJson(value: unknown) {
  // Every value here was parsed from JSON.
  return value as Parameters<typeof search>[1];
}
