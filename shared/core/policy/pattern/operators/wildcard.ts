import type { Fault } from '../../../diagnostics/diagnostic.ts';
import type { Operator } from '../operator.ts';
import { wrongOperand } from '../operator.ts';
import type { Path, Test } from '../pattern.ts';

export const wildcard: Operator = {
  name: 'wildcard',
  summary:
    'The whole text has this shape: `*` stands for any characters, none included. `\\\\*` in JSON is a plain star, `\\\\\\\\` a plain backslash.',
  example: {
    condition: { wildcard: '*Negsignal.SIGKILL*' },
    matches: 'return code Negsignal.SIGKILL!',
    differs: 'return code 1',
  },
  parse(operand, path) {
    if (typeof operand !== 'string') return wrongOperand({ operator: this.name, operand, path, wanted: 'a text' });
    const pieces = splitAtStars(operand, path);
    if ('code' in pieces) return pieces;
    return {
      operator: this.name,
      written: { [this.name]: operand },
      matches: (value) => typeof value === 'string' && matchesPieces(value, pieces),
      compile: () => compilePieces(pieces),
      steps: (chars) => 8 + operand.length / 4 + (pieces.length > 2 ? chars * searchSteps(pieces) : 0),
    };
  },
};

/** V8 searches pieces of up to 250 units in time linear in the text (Boyer-Moore); longer ones only nearly so. */
function searchSteps(pieces: readonly string[]): number {
  const longest = Math.max(...pieces.map(({ length }) => length));
  return longest <= 250 ? 8 : longest;
}

/** The literal pieces between the stars: `a*b` is `a`, `b`; a pattern without a star is one piece. */
function splitAtStars(pattern: string, path: Path): string[] | Fault {
  const pieces = [''];
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (char === '*') {
      if (next === '*') return doubledStar(path);
      pieces.push('');
      continue;
    }
    if (char === '\\') {
      if (next !== '*' && next !== '\\') return badEscape(next, path);
      at += 1;
    }
    pieces[pieces.length - 1] += char === '\\' ? next : char;
  }
  return pieces;
}

function doubledStar(path: Path): Fault {
  return {
    code: 'wrong-wildcard',
    path,
    message: 'two stars stand side by side: `**`',
    help: 'one `*` already stands for any characters',
  };
}

function badEscape(next: string, path: Path): Fault {
  const found = next === '' ? 'the text ends after a backslash' : `a backslash stands before \`${next}\``;
  return {
    code: 'wrong-wildcard',
    path,
    message: `${found}; it escapes only \`*\` and \`\\\``,
    help: 'write a plain backslash as `\\\\\\\\` in JSON',
  };
}

/** Tries every place for every piece: the meaning, not the way. */
function matchesPieces(value: string, [first = '', ...rest]: readonly string[]): boolean {
  if (rest.length === 0) return value === first;
  if (!value.startsWith(first)) return false;
  const after = value.slice(first.length);
  const [next = ''] = rest;
  if (rest.length === 1) return after.endsWith(next);
  for (let at = after.indexOf(next); at !== -1; at = after.indexOf(next, at + 1)) {
    if (matchesPieces(after.slice(at), rest)) return true;
  }
  return false;
}

/** Takes the first place for each inner piece: no other can do better, so each character is looked at once. */
function compilePieces(pieces: readonly string[]): Test {
  const [head = '', ...others] = pieces;
  const tail = others.pop();
  if (tail === undefined) return (value) => value === head;
  const [only, ...more] = others;
  if (head === '' && tail === '' && only !== undefined && more.length === 0)
    return (value) => typeof value === 'string' && value.includes(only);
  const literals = pieces.reduce((sum, { length }) => sum + length, 0);
  return (value) => {
    if (typeof value !== 'string' || value.length < literals || !value.startsWith(head) || !value.endsWith(tail))
      return false;
    let from = head.length;
    for (const piece of others) {
      const at = value.indexOf(piece, from);
      if (at === -1) return false;
      from = at + piece.length;
    }
    return from <= value.length - tail.length;
  };
}
