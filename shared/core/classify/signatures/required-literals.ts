/** Shorter ones are in every text. */
const literalCharsMin = 3;

/**
 * Texts of which one stands, in lower case, in everything that a pattern matches: what is not there need not be tried.
 * Null: the pattern promises none. Reads the plain part of RE2's syntax and gives up its claim wherever it can't tell.
 */
export function requiredLiterals(pattern: string): string[] | null {
  const longest = splitAlternatives(pattern).map(longestLiteral);
  return longest.every((literal) => literal.length >= literalCharsMin) ? longest : null;
}

function splitAlternatives(pattern: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const piece of tokenize(pattern)) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (piece === '|' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${piece}`);
  }
  return parts;
}

/** Escapes, classes and repeats stay whole. */
function tokenize(pattern: string): readonly string[] {
  return (
    pattern
      .match(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\d+,?\d*\}|\(\?[a-z:<>P\w]*[:>]|[\s\S]/g)
      ?.map((piece) => (piece.startsWith('(?') ? '(' : piece)) ?? []
  );
}

function longestLiteral(alternative: string): string {
  const runs: string[] = [''];
  let depth = 0;
  for (const piece of tokenize(alternative)) {
    if (piece === '(') depth += 1;
    const literal = depth === 0 ? toLiteral(piece) : null;
    if (piece === ')') depth -= 1;
    if (literal !== null) runs.push(`${runs.pop() ?? ''}${literal}`);
    else {
      // A repeat may mean none of the character before it.
      if (/^[?*{]/.test(piece)) runs.push((runs.pop() ?? '').slice(0, -1));
      runs.push('');
    }
  }
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '').toLowerCase();
}

/** The character that a piece of a pattern stands for, if it is one. */
function toLiteral(piece: string): string | null {
  if (piece.length === 2 && piece.startsWith('\\')) return /[\w]/.test(piece.charAt(1)) ? null : piece.charAt(1);
  return piece.length === 1 && !'.[]()|?*+{}^$\\'.includes(piece) ? piece : null;
}
