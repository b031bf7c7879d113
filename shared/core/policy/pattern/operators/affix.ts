import type { Fault } from '../../../diagnostics/diagnostic.ts';
import type { Json } from '../../../diagnostics/json-text.ts';
import { soleEntry, wrongOperand } from '../operator.ts';
import type { Condition, Path, Test } from '../pattern.ts';
import { foldCase } from './ignore-case.ts';

/** What prefix and suffix share: a text, or `{ "equals-ignore-case": text }`. */
export interface Affix {
  readonly operator: string;
  readonly plain: {
    readonly matches: (value: string, affix: string) => boolean;
    readonly compile: (affix: string) => Test;
  };
  readonly folded: {
    readonly matches: (value: string, affix: string) => boolean;
    readonly compile: (affix: string) => Test;
  };
}

export function parseAffix({ operator, plain, folded }: Affix, operand: Json, path: Path): Condition | Fault {
  const [nested, inner] = soleEntry(operand) ?? [];
  const ignoresCase = nested === 'equals-ignore-case' && typeof inner === 'string';
  if (typeof operand !== 'string' && !ignoresCase) {
    return wrongOperand({ operator, operand, path, wanted: 'a text, or `{ "equals-ignore-case": "text" }`' });
  }
  const affix = typeof operand === 'string' ? operand : foldCase(String(inner));
  const kind = ignoresCase ? folded : plain;
  return {
    operator,
    written: { [operator]: operand },
    matches: (value) => typeof value === 'string' && kind.matches(value, affix),
    compile: () => kind.compile(affix),
    steps: (chars) => 4 + Math.min(chars, affix.length) * (ignoresCase ? 16 : 1 / 4),
  };
}
