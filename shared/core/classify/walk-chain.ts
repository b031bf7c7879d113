import type { Finding } from './finding.ts';
import { findIn } from './finding.ts';
import type { ChainedException } from './log/log-record.ts';
import { rank } from './signatures/match-signatures.ts';
import type { Place } from './signatures/signature.ts';

/** Exceptions that handlers are written for: what was raised while one was handled says more than the miss itself. */
const ordinaryMiss =
  /(?:^|\.)(?:KeyError|AttributeError|IndexError|LookupError|StopIteration|Empty|FileNotFoundError|FileExistsError|ImportError|ModuleNotFoundError|ValueError|NoSuchKey|DoesNotExist|NoResultFound|NotFound|JSONDecodeError|CacheMiss\w*|AssertionError|UnicodeDecodeError|NotImplementedError|TypeError)$/;

/**
 * The cause in a chain of exceptions: the innermost that names one, save the ordinary miss that a handler was written for.
 * What ended the try itself (a time limit, a signal) stands above all.
 */
export function walkChain(
  chain: readonly ChainedException[],
  { place, operator }: { place: Place; operator: string | null },
): Finding | null {
  const findings = chain.map((one) =>
    findIn(`${one.type === '' ? '' : `${one.type}: `}${one.message}`, { place, operator }),
  );
  const final = findings.findLast((finding) => finding?.signature.strength === 'final');
  if (final != null) return final;
  const names = (finding: Finding | null | undefined): finding is Finding =>
    finding != null && rank(finding.signature.strength) >= rank('family');
  const isMiss = (index: number) =>
    chain[index]?.leadsTo === 'context' &&
    ordinaryMiss.test(chain[index]?.type ?? '') &&
    findings.slice(index + 1).some((outer) => names(outer) && outer.signature.class !== 'code');
  const at = findings.findIndex((finding, index) => names(finding) && !isMiss(index));
  const found = findings[at];
  if (found != null) return sharpen(found, findings.slice(at + 1));
  return (
    findings.find((finding) => finding?.signature.strength === 'plain') ??
    findings.findLast((one) => one !== null) ??
    null
  );
}

/** A status alone leaves room for what the outer exception tells of the answer's body. */
function sharpen(found: Finding, outer: readonly (Finding | null)[]): Finding {
  if (!isStatusAlone(found)) return found;
  return outer.find((one) => one?.signature.strength === 'fact') ?? found;
}

/** An HTTP status, or a pod that did not start, without the words that would explain it. */
export function isStatusAlone({ signature }: Finding): boolean {
  if (signature.strength !== 'family') return false;
  return signature.class === 'pod-launch' || signature.codes?.some((code) => code.startsWith('http:')) === true;
}
