import { explainExit } from './explain-exit.ts';
import type { FailureEvidence, FailureVerdict } from './failure-evidence.ts';
import { findFailure, type Scene } from './find-failure.ts';
import { type Finding, findIn } from './finding.ts';
import { isFromLogReader } from './log/log-reader.ts';
import type { LogRecord } from './log/log-record.ts';
import { parseLog } from './log/parse-log.ts';
import { parseTracebacks } from './log/parse-traceback.ts';
import { tailOf } from './log/tail-of.ts';
import { readPlatform } from './read-platform.ts';
import { redact } from './redact.ts';
import { scanOutput } from './scan-output.ts';
import { rank } from './signatures/match-signatures.ts';
import { isStatusAlone, walkChain } from './walk-chain.ts';

/**
 * Says why a try failed, as an engineer would read its log: find the failure, drop what was survived and what came after it,
 * walk from wrapper to cause. What it can not tell is `unknown`. Time linear in the log's length, which is bounded.
 */
export function classifyFailure(evidence: FailureEvidence): FailureVerdict {
  const records = parseLog(redact(tailOf(evidence.logTail ?? ''))).filter((record) => !isFromLogReader(record));
  const scene = findFailure(records);
  const found = findCause(scene, evidence);
  if (found !== null && found.signature.strength !== 'wrapper') return toVerdict(found, evidence);
  return fromReport(scene, evidence) ?? unknown(lastWords(records));
}

function findCause(scene: Scene, evidence: FailureEvidence): Finding | null {
  const { operator } = evidence;
  const platform = readPlatform(scene, operator);
  if (platform?.signature.strength === 'final') return platform;
  const raised = scene.failure === null ? null : explainFailure(scene.failure, operator);
  if (raised?.signature.strength === 'final') return raised;
  const near = { operator, strength: 'fact', workMax: 1 } as const;
  if (raised !== null && rank(raised.signature.strength) >= rank('family'))
    return (isStatusAlone(raised) ? scanOutput(scene.before, near) : null) ?? raised;
  if (raised?.signature.strength === 'plain') return stumbledOver(scene, operator) ?? raised;
  if (platform !== null) return platform;
  const reach = { operator, strength: 'plain', workMax: scene.failure === null ? 1 : 6 } as const;
  return scanOutput(scene.before, reach) ?? explainExit(scene, evidence) ?? raised;
}

/** An exception of plain code that only fell over the result of an earlier failure. */
function stumbledOver({ before }: Scene, operator: string | null): Finding | null {
  const found = scanOutput(before, { operator, strength: 'family', workMax: 2, errorsOnly: true });
  return found?.signature.class === 'code' ? null : found;
}

function explainFailure({ message, body, chain, level }: LogRecord, operator: string | null): Finding | null {
  const at = { place: 'exception', operator } as const;
  const raised = chain ?? parseTracebacks(body).at(-1);
  const found = raised === undefined ? null : walkChain(raised, at);
  if (found !== null || level === null) return found;
  return findIn([message, ...body].join('\n').slice(0, 8_000), at);
}

/** What the alert said counts only where the log tells of a failure and gives no reason, and never for more than a guess. */
function fromReport({ failure, before }: Scene, { reportError, operator }: FailureEvidence): FailureVerdict | null {
  if (reportError == null || failure === null || before.length === 0) return null;
  const found = findIn(redact(reportError).slice(0, 8_000), { place: 'exception', operator });
  if (found?.signature.strength !== 'fact') return null;
  const { class: failureClass, id } = found.signature;
  const transient = found.signature.transient === false ? false : 'unsure';
  return { failureClass, transient, confidence: 0.4, signature: id, evidence: [found.line], decidingLine: found.line };
}

const confidences = { wrapper: 0, plain: 0.6, family: 0.75, fact: 0.9, final: 0.95 } as const;

function toVerdict({ signature, line }: Finding, { reportError }: FailureEvidence): FailureVerdict {
  const decidingLine = redact(line);
  if (signature.class === 'unknown')
    return {
      ...unknown(decidingLine),
      transient: signature.transient,
      signature: signature.id,
      evidence: [decidingLine],
    };
  const isConfirmed = reportError?.includes(line.slice(-60)) === true;
  return {
    failureClass: signature.class,
    transient: signature.transient,
    confidence: Math.min(0.99, confidences[signature.strength] + (isConfirmed ? 0.05 : 0)),
    signature: signature.id,
    evidence: [decidingLine],
    decidingLine,
  };
}

function unknown(decidingLine: string | null): FailureVerdict {
  return { failureClass: 'unknown', transient: 'unsure', confidence: 0, signature: null, evidence: [], decidingLine };
}

const decidingLineCharsMax = 600;

/** Without a class, the last error is what a person would look at first. */
function lastWords(records: readonly LogRecord[]): string | null {
  const record = records.findLast(({ level }) => level === 'error' || level === 'critical');
  if (record === undefined) return null;
  const raised = record.chain?.at(-1) ?? parseTracebacks(record.body).at(-1)?.at(-1);
  const text = raised === undefined ? record.message : `${raised.type}: ${raised.message}`;
  return redact(text).slice(0, decidingLineCharsMax);
}
