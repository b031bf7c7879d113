import type { TaskInstance } from '../airflow/task-instance.ts';
import { classifyFailure } from '../classify/classify-failure.ts';
import { wasSetFromOutside } from '../classify/set-from-outside.ts';
import { InvariantError } from '../diagnostics/invariant-error.ts';
import type { Case, CaseEvidence } from '../incident/incident.ts';
import { createFacts } from './case-facts.ts';
import type { LookInput } from './look-input.ts';
import type { LogReading } from './truth.ts';

/** Judges the logs that this look read and notes the result in their case. */
export function assessEvidence(input: LookInput, one: Case, instances: readonly TaskInstance[]): Case {
  const logs = input.truth.logs.filter(({ taskId }) => taskId === one.taskId);
  if (logs.length === 0 || !logs.every((log) => isFinished(input, one, log))) return one;
  const evidence = mostCautious(logs.map((log) => assessLog(input, log, instances)));
  const sampled = logs.length < one.failing.length ? logs.map(({ mapIndex }) => mapIndex) : null;
  const judged = {
    ...evidence,
    failedAt: one.failedAt,
    sampled,
    protectedBy: null,
    policyHash: input.policy.policy.policyHash,
  };
  const withEvidence: Case = { ...one, evidence: judged };
  const protectedBy = input.policy.protectedBy(createFacts(input, withEvidence, instances));
  return { ...one, evidence: { ...judged, protectedBy } };
}

/**
 * A young failure whose log shows no end is still being written: a process whose state a person has set runs on for seconds
 * (seen for 2-6 s on Airflow 2.11 and 3), and only its end says who set it. An older one is the log of a worker that was lost.
 */
function isFinished({ now, settings }: LookInput, { failedAt }: Case, { kind, text }: LogReading): boolean {
  return kind !== 'text' || now >= failedAt + settings.logSettleMs || endMarks.some((mark) => text.includes(mark));
}

/** What Airflow 2 and 3 write when a try ends. */
const endMarks = [
  'Task exited with return code',
  'Marking task as',
  'Process terminated by signal',
  'Task failed with exception',
  'error_detail',
] as const;

type LogAssessment = Pick<
  CaseEvidence,
  'log' | 'failureClass' | 'transient' | 'decidingLine' | 'setFromOutside' | 'confidence' | 'signature'
>;

function assessLog(
  { policy, incident }: LookInput,
  log: LogReading,
  instances: readonly TaskInstance[],
): LogAssessment {
  const text = log.kind === 'text' ? log.text : null;
  const instance = instances.find(({ mapIndex }) => mapIndex === log.mapIndex);
  const reportError = incident.hints.advisory[0]?.error ?? null;
  const builtIn = classifyFailure({ ...instance, logTail: text, operator: instance?.operator ?? null, reportError });
  const ownClass = policy.matchClass({ logTail: text ?? undefined, errorText: reportError ?? undefined });
  return {
    log: log.kind,
    failureClass: ownClass ?? builtIn.failureClass,
    transient: ownClass === null ? builtIn.transient : 'unsure',
    decidingLine: builtIn.decidingLine,
    setFromOutside: wasSetFromOutside(text),
    ...(ownClass === null && builtIn.signature !== null
      ? { confidence: builtIn.confidence, signature: builtIn.signature }
      : {}),
  };
}

/** Several map indexes share one decision: what any of them forbids is forbidden, and classes that differ are no class. */
function mostCautious(assessments: readonly LogAssessment[]): LogAssessment {
  const [first, ...others] = assessments;
  if (first === undefined) throw new InvariantError('no log was assessed');
  return others.reduce<LogAssessment>((all, next) => {
    const agree = all.failureClass === next.failureClass;
    return {
      log: all.log === next.log ? all.log : 'cut',
      failureClass: agree ? all.failureClass : 'unknown',
      transient:
        agree && all.transient === next.transient
          ? all.transient
          : all.transient === false || next.transient === false
            ? false
            : 'unsure',
      decidingLine: all.decidingLine ?? next.decidingLine,
      setFromOutside: all.setFromOutside || next.setFromOutside,
      ...(agree && all.signature === next.signature && all.signature !== undefined && all.confidence !== undefined
        ? { signature: all.signature, confidence: Math.min(all.confidence, next.confidence ?? all.confidence) }
        : {}),
    };
  }, first);
}
