import type { Scene } from './find-failure.ts';
import { type Finding, findIn } from './finding.ts';
import type { LogRecord } from './log/log-record.ts';

/** Writers that repeat what others said: their words are not the platform's. */
const repeaters = /subprocess|pod_manager|logging_mixin|stdout|stderr|docker|ssh|cloudwatch|task_logs?/;

/** What is farther from the end, or longer, is not the platform's last word. */
const recordsMax = 60;
const charsMax = 1_000;

/** What Airflow's own processes say about the end of the try: a lost heartbeat, a signal, a state set by somebody. */
export function readPlatform({ before, failure }: Scene, operator: string | null): Finding | null {
  const own = [...before, ...(failure === null ? [] : [failure])].filter(isPlatform).slice(-recordsMax);
  const findings = own
    .map(({ message, fields, body }) =>
      findIn([message, fields, ...body.slice(0, 4)].join('\n').slice(0, charsMax), { place: 'platform', operator }),
    )
    .filter((finding) => finding !== null)
    .filter(({ signature }) => signature.strength !== 'wrapper');
  // Of several, the first is the reason and the others its consequences.
  return findings.find(({ signature }) => signature.class === 'unknown') ?? findings[0] ?? null;
}

function isPlatform({ source, level, message }: LogRecord): boolean {
  return !repeaters.test(source) && (level !== 'info' || message.length < 2_000);
}
