import { RE2JS } from 're2js';
import { createLiteralIndex } from './literal-index.ts';
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

/** One way in which a signature fits. */
interface Way {
  /** Of two that fit, the lower one decides. */
  readonly order: number;
  readonly signature: Signature;
  readonly fitsOperator: (operator: string | null) => boolean;
  readonly findIn: (text: string, codes: readonly string[]) => number | null;
}

/**
 * Compiles the catalogue: one index over all texts of which a pattern needs one, so that few patterns are tried;
 * a pattern itself is compiled when it is first tried, and most never are.
 */
export function compileSignatures(signatures: readonly Signature[]): SignatureMatcher {
  const byStrength = signatures.toSorted((left, right) => rank(right.strength) - rank(left.strength));
  const ways = byStrength.flatMap((signature, index) => toWays(signature, index));
  const index = createLiteralIndex(
    ways.flatMap(({ literals, way }) => literals?.map((literal) => ({ literal, entry: way })) ?? []),
  );
  const always = ways.filter(({ literals }) => literals === null).map(({ way }) => way);
  return (text, { place, operator }) => {
    const candidates = [...index.find(text.toLowerCase()), ...always].toSorted((one, other) => one.order - other.order);
    let codes: readonly string[] | null = null;
    for (const { signature, fitsOperator, findIn } of candidates) {
      if (!signature.in.includes(place) || !fitsOperator(operator)) continue;
      codes ??= [...namedCodes(text)];
      const at = findIn(text, codes);
      if (at !== null) return { signature, at };
    }
    return null;
  };
}

export function rank(strength: Strength): number {
  return strengths.indexOf(strength);
}

function toWays(signature: Signature, order: number): { literals: readonly string[] | null; way: Way }[] {
  const { pattern, codes = [], operator } = signature;
  const compiledOperator = compileOnce(operator);
  const fitsOperator = (name: string | null) => operator === undefined || compiledOperator().test(name ?? '');
  const byPattern = (pattern === undefined ? [] : splitPattern(pattern)).map(({ pattern: alternative, literals }) => {
    const compiled = compileOnce(alternative);
    const findIn = (text: string) => {
      const matcher = compiled().matcher(text);
      return matcher.find() ? matcher.start() : null;
    };
    return { literals, way: { order, signature, fitsOperator, findIn } };
  });
  if (codes.length === 0) return byPattern;
  const fits = codes.map(compileCode);
  const findIn = (text: string, named: readonly string[]) => {
    const code = named.find((candidate) => fits.some((matches) => matches(candidate)));
    return code === undefined ? null : Math.max(0, text.indexOf(code.slice(code.indexOf(':') + 1)));
  };
  return [...byPattern, { literals: null, way: { order, signature, fitsOperator, findIn } }];
}

function compileOnce(pattern: string | undefined): () => RE2JS {
  let compiled: RE2JS | null = null;
  return () => {
    compiled ??= RE2JS.compile(pattern ?? '', RE2JS.CASE_INSENSITIVE);
    return compiled;
  };
}

/** A code as the catalogue writes it: `*` stands for any characters. */
function compileCode(written: string): (code: string) => boolean {
  if (!written.includes('*')) return (code) => code === written;
  const parts = written.split('*');
  return (code) => {
    let at = 0;
    for (const [index, part] of parts.entries()) {
      const found = code.indexOf(part, at);
      if (found < 0 || (index === 0 && found > 0)) return false;
      at = found + part.length;
    }
    return code.endsWith(parts.at(-1) ?? '');
  };
}
