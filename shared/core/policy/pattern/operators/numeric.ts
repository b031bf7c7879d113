import type { Fault } from '../../../diagnostics/diagnostic.ts';
import type { Json } from '../../../diagnostics/json-text.ts';
import { type Operator, shorten } from '../operator.ts';
import type { Condition, Path, Scalar } from '../pattern.ts';

/** EventBridge compares numbers up to this size, with at most six decimals (aws/event-ruler, ComparableNumber). */
const numberMax = 5e11;
const decimalsMax = 6;

type Comparison = readonly [sign: string, bound: number];

export const numeric: Operator = {
  name: 'numeric',
  summary:
    'A number within bounds: `["=", 5]`, `["<", 10]`, `[">=", 3]`, or both ends with the lower first: `[">", 0, "<=", 5]`.',
  example: { condition: { numeric: ['>', 0, '<=', 1000] }, matches: 1000, differs: 0 },
  parse(operand, path) {
    const comparisons = parseComparisons(operand, path);
    if ('code' in comparisons) return comparisons;
    return toCondition(comparisons, operand);
  },
};

function toCondition(comparisons: readonly Comparison[], operand: Json): Condition {
  return {
    operator: 'numeric',
    written: { numeric: operand },
    matches: (value) => isComparable(value) && comparisons.every((comparison) => holds(value, comparison)),
    compile() {
      const bounds = comparisons.map(toRange);
      const low = Math.max(...bounds.map(([from]) => from));
      const high = Math.min(...bounds.map(([, to]) => to));
      const withoutLow = comparisons.some(([sign]) => sign === '>');
      const withoutHigh = comparisons.some(([sign]) => sign === '<');
      return (value) =>
        typeof value === 'number' &&
        (withoutLow ? value > low : value >= low) &&
        (withoutHigh ? value < high : value <= high);
    },
    steps: () => 4,
  };
}

function isComparable(value: Scalar): value is number {
  return typeof value === 'number' && Math.abs(value) <= numberMax;
}

function holds(value: number, [sign, bound]: Comparison): boolean {
  if (sign === '=') return value === bound;
  if (sign === '<') return value < bound;
  if (sign === '<=') return value <= bound;
  return sign === '>' ? value > bound : value >= bound;
}

function toRange([sign, bound]: Comparison): readonly [from: number, to: number] {
  if (sign === '=') return [bound, bound];
  return sign === '<' || sign === '<=' ? [-numberMax, bound] : [bound, numberMax];
}

function parseComparisons(operand: Json, path: Path): readonly Comparison[] | Fault {
  const wrong = (message: string, help?: string): Fault => ({ code: 'wrong-numeric', path, message, help });
  if (!Array.isArray(operand) || operand.length === 0 || operand.length > 4 || operand.length % 2 === 1) {
    return wrong(
      `\`numeric\` takes one or two pairs of sign and number, like \`[">", 0, "<=", 5]\`, not \`${shorten(operand)}\``,
    );
  }
  const comparisons: Comparison[] = [];
  for (let at = 0; at < operand.length; at += 2) {
    const [sign, bound] = [operand[at], operand[at + 1]];
    if (typeof sign !== 'string' || !['=', '<', '<=', '>', '>='].includes(sign)) {
      return wrong(`\`${shorten(sign ?? null)}\` is not one of \`=\`, \`<\`, \`<=\`, \`>\`, \`>=\``);
    }
    if (typeof bound !== 'number') return wrong(`a number follows \`${sign}\`, not \`${shorten(bound ?? null)}\``);
    const refused = refuseNumber(bound, path);
    if (refused !== undefined) return refused;
    comparisons.push([sign, bound]);
  }
  return refusePair(comparisons, path) ?? comparisons;
}

function refusePair(comparisons: readonly Comparison[], path: Path): Fault | undefined {
  const [low, high] = comparisons;
  if (low === undefined || high === undefined) return undefined;
  const help = 'write the lower bound first: `[">", 0, "<=", 5]`';
  if (!low[0].startsWith('>') || !high[0].startsWith('<')) {
    return {
      code: 'wrong-numeric',
      path,
      message: `\`${low[0]}\` and \`${high[0]}\` are not a lower and an upper bound in this order`,
      help,
    };
  }
  if (low[1] < high[1]) return undefined;
  const help2 = low[1] === high[1] ? `write \`["=", ${low[1]}]\` for exactly this number` : help;
  return {
    code: 'wrong-numeric',
    path,
    message: `the lower bound ${low[1]} is not below the upper bound ${high[1]}`,
    help: help2,
  };
}

/** Numbers that EventBridge can't compare are refused, so that a pattern means the same there and here. */
export function refuseNumber(bound: number, path: Path): Fault | undefined {
  if (Math.abs(bound) > numberMax) {
    return {
      code: 'wrong-numeric',
      path,
      message: `\`${bound}\` is out of bounds; -${numberMax} to ${numberMax} can be compared`,
    };
  }
  if (Number(bound.toFixed(decimalsMax)) === bound) return undefined;
  return {
    code: 'wrong-numeric',
    path,
    message: `\`${bound}\` has more than ${decimalsMax} decimals; at most ${decimalsMax} are compared`,
  };
}
