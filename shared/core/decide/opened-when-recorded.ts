import { truthAgeMsMax } from '../guardrails/freshness.ts';
import type { Incident } from '../incident/incident.ts';

/**
 * What a look opens is there for others from its recording on. Where the look was held up, its cases count from then:
 * a message for the whole deployment that was sent meanwhile could not name them.
 */
export function openedWhenRecorded(incident: Incident, lookedAt: number, recordedAt: number): Incident {
  if (recordedAt - lookedAt <= truthAgeMsMax) return incident;
  const shifted = (openedAt: number): number => (openedAt === lookedAt ? recordedAt : openedAt);
  return {
    ...incident,
    openedAt: shifted(incident.openedAt),
    cases: incident.cases.map((one) => ({ ...one, openedAt: shifted(one.openedAt) })),
  };
}
