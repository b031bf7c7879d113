import { known, type Readings } from '../../../../shared/core/guardrails/guardrail.ts';
import { newControl } from '../../../../shared/core/incident/control.ts';
import { guardrailSettings } from '../../../../shared/core/policy/guardrail-settings.ts';

export const now = Date.parse('2026-11-24T02:00:00Z');
export const minuteMs = 60_000;
export const settings = guardrailSettings.parse({});

/** Readings that let every guardrail act; name only what matters to the test. */
export function readings(given: Partial<Readings> = {}): Readings {
  return {
    now,
    mode: known('enforce'),
    failedAt: known(now - 5 * minuteMs),
    adoptedAt: known(0),
    enforcedSince: known(0),
    nativeRetries: known(0),
    person: known(null),
    dag: known({ isPaused: false, isActive: true, hasImportErrors: false }),
    observedAt: known(now),
    touched: known(1),
    tries: known({ spent: 0, added: 1, mapIndex: -1 }),
    budgets: known([]),
    protectedBy: known(null),
    pause: known(null),
    health: known(newControl('runtime-1').health),
    ...given,
  };
}
