import { RE2JS } from 're2js';
import { namedCodes } from './named-codes.ts';

import { type Place, type Signature, type Strength, strengths } from './signature.ts';
import { splitPattern } from './split-pattern.ts';

/** A signature that fits a text, and where in it. */
export interface SignatureMatch {
  readonly signature: Signature;
  /** Where the deciding part begins; 0 where a code decided that stands nowhere by itself. */
  readonly at: number;
}

/** All signatures as one matcher: for a text and its place, the one that says most; of equals the first of the catalogue. */
export type SignatureMatcher = (text: string, at: { place: Place; operator: string | null }) => SignatureMatch | null;

interface Compiled {
  readonly signature: Signature;
  readonly alternatives: readonly {
    readonly literals: readonly string[] | null;
    readonly compiled: () => RE2JS | null;
  }[];
  readonly codes: readonly ((code: string) => boolean)[];
  readonly operator: () => RE2JS | null;
}

/** Compiles the catalogue. A pattern itself is compiled when a text first holds one of its literals: most never are. */
export function compileSignatures(signatures: readonly Signature[]): SignatureMatcher {
  const byStrength = signatures
    .map(compile)
    .toSorted((left, right) => rank(right.signature.strength) - rank(left.signature.strength));
  return (text, { place, operator }) => {
    const lowered = text.toLowerCase();
    const codes = [...namedCodes(text)];
    for (const one of byStrength) {
      if (!one.signature.in.includes(place)) continue;
      const at = findIn(one, { text, lowered, codes });
      if (at !== null && fitsOperator(one, operator)) return { signature: one.signature, at };
    }
    return null;
  };
}

export function rank(strength: Strength): number {
  return strengths.indexOf(strength);
}

function compile(signature: Signature): Compiled {
  const { pattern, codes = [], operator } = signature;
  return {
    signature,
    alternatives: (pattern === undefined ? [] : splitPattern(pattern)).map((one) => ({
      literals: one.literals,
      compiled: compileOnce(one.pattern),
    })),
    codes: codes.map(compileCode),
    operator: compileOnce(operator),
  };
}

function compileOnce(pattern: string | undefined): () => RE2JS | null {
  let compiled: RE2JS | null = null;
  return () => {
    if (pattern === undefined) return null;
    compiled ??= RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    return compiled;
  };
}

function compileCode(written: string): (code: string) => boolean {
  if (!written.includes('*')) return (code) => code === written;
  const compiled = compileOnce(`^${written.split('*').map(RE2JS.quote).join('.*')}$`);
  const [start = ''] = written.split('*');
  return (code) => code.startsWith(start) && compiled()?.test(code) === true;
}

function findIn(
  one: Compiled,
  { text, lowered, codes }: { text: string; lowered: string; codes: readonly string[] },
): number | null {
  if (one.codes.length > 0) {
    const code = codes.find((candidate) => one.codes.some((fits) => fits(candidate)));
    if (code !== undefined) return Math.max(0, text.indexOf(code.slice(code.indexOf(':') + 1)));
  }
  for (const { literals, compiled } of one.alternatives) {
    if (literals !== null && !literals.some((literal) => lowered.includes(literal))) continue;
    const matcher = compiled()?.matcher(text);
    if (matcher?.find() === true) return matcher.start();
  }
  return null;
}

function fitsOperator(one: Compiled, operator: string | null): boolean {
  const pattern = one.operator();
  return pattern === null || pattern.test(operator ?? '');
}
