import { compileSignatures } from './signatures/match-signatures.ts';
import type { Place, Signature } from './signatures/signature.ts';
import { signatures } from './signatures/signatures.gen.ts';

/** A text of the log that a signature explains, and the line that decided. */
export interface Finding {
  readonly signature: Signature;
  readonly line: string;
}

const matchSignatures = compileSignatures(signatures);

/** What the catalogue makes of a text. */
export function findIn(text: string, at: { place: Place; operator: string | null }): Finding | null {
  const match = matchSignatures(text, at);
  return match === null ? null : { signature: match.signature, line: lineAround(text, match.at) };
}

function lineAround(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at) + 1;
  const end = text.indexOf('\n', at);
  return excerpt(text.slice(start, end < 0 ? text.length : end), at - start);
}

const excerptCharsMax = 600;
const excerptLead = 200;

/** A line, or of a long one the part around what decided. */
function excerpt(line: string, at: number): string {
  if (line.length <= excerptCharsMax) return line.trim();
  const start = Math.max(0, Math.min(at - excerptLead, line.length - excerptCharsMax));
  return `${start > 0 ? '… ' : ''}${line.slice(start, start + excerptCharsMax).trim()}`;
}
