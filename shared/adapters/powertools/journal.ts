import type { Logger } from '@aws-lambda-powertools/logger';
import type { Journal, JournalEvent } from '../../ports/journal.ts';

/** What a person should see although nothing is broken in Airmend itself. */
const warnings: ReadonlySet<JournalEvent['event']> = new Set<JournalEvent['event']>([
  'airflow-trouble',
  'discovery-failed',
  'effect-wider',
  'deployment-closed',
  'deployment-paused',
  'message-parked',
  'request-refused',
  'telling-failed',
  'token-expiring',
  'write-refused',
  'write-unknown',
]);

/** Of a decision's verdicts the line names those that spoke against acting: the recorded look holds them all, and bytes of log cost. */
function withoutConsent(event: JournalEvent): JournalEvent {
  if (event.event !== 'case-decided') return event;
  return { ...event, verdicts: event.verdicts.filter(({ kind }) => kind !== 'act') };
}

/** One structured log line per event. Events hold no secrets: they are built from values, never from library errors. */
export function createLogJournal(logger: Logger): Journal {
  return {
    note(event) {
      const { event: name, ...facts } = withoutConsent(event);
      const line = { event: name, ...facts };
      if (warnings.has(name)) logger.warn(name, line);
      else logger.info(name, line);
    },
  };
}
