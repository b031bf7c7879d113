/** Shorter ones are in every text. */
const literalCharsMin = 3;

/** One way in which a pattern can fit, and texts, in lower case, of which one stands in whatever fits; null: none is certain. */
export interface Alternative {
  readonly pattern: string;
  readonly literals: readonly string[] | null;
}

/**
 * The alternatives of a pattern, each to be tried only where one of its literals stands: what is not there need not be searched for.
 * Reads the plain part of RE2's syntax and gives up its claim wherever it can't tell.
 */
export function splitPattern(pattern: string): Alternative[] {
  return splitAt(tokenize(pattern)).map((tokens) => ({ pattern: tokens.join(''), literals: requiredLiterals(tokens) }));
}

/** Escapes, classes, repeats and the openings of groups stay whole. */
function tokenize(pattern: string): string[] {
  return pattern.match(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d+,?\d*\}|\(\?(?:[imsU-]*:|P?<\w+>)|[\s\S]/g) ?? [];
}

/** Cuts at the bars outside of groups. */
function splitAt(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.startsWith('(')) depth += 1;
    if (token === ')') depth -= 1;
    if (token === '|' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** Of all that must stand in a match, the choice whose shortest text is longest. */
function requiredLiterals(tokens: readonly string[]): string[] | null {
  let best: string[] | null = null;
  const offer = (literals: readonly string[] | null) => {
    if (literals !== null && shortest(literals) > shortest(best ?? []))
      best = literals.map((text) => text.toLowerCase());
  };
  let run = '';
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    const end = token.startsWith('(') ? endOfGroup(tokens, index) : index;
    const isOptional = /^[?*{]/.test(tokens[end + 1] ?? '');
    const literal = isOptional ? null : toLiteral(token);
    if (literal === null) {
      offer([run]);
      run = '';
      if (end > index && !isOptional) offer(literalsOfGroup(tokens.slice(index + 1, end)));
    } else run += literal;
    index = end;
  }
  offer([run]);
  return best;
}

function shortest(literals: readonly string[]): number {
  return literals.length === 0 ? literalCharsMin - 1 : Math.min(...literals.map((text) => text.length));
}

function literalsOfGroup(tokens: readonly string[]): string[] | null {
  const parts = splitAt(tokens).map(requiredLiterals);
  return parts.every((part) => part !== null) ? parts.flat() : null;
}

function endOfGroup(tokens: readonly string[], start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    if (tokens[index]?.startsWith('(') === true) depth += 1;
    if (tokens[index] === ')') depth -= 1;
    if (depth === 0) return index;
  }
  return tokens.length - 1;
}

/** The character that a token stands for, if it is one. */
function toLiteral(token: string): string | null {
  if (token.length === 2 && token.startsWith('\\')) return /\w/.test(token.charAt(1)) ? null : token.charAt(1);
  return token.length === 1 && !'.[]()|?*+{}^$\\'.includes(token) ? token : null;
}
