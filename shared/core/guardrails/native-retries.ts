import { cannotTell, type Guardrail } from './guardrail.ts';

/** Leaves alone what Airflow will try again by itself. */
export const nativeRetries: Guardrail = {
  name: 'nativeRetries',
  judge({ nativeRetries: reading }) {
    if (!reading.known) return cannotTell('nativeRetries', reading.why);
    if (reading.value === 0) {
      return { guardrail: 'nativeRetries', kind: 'act', reason: 'Airflow has no retry left', reading: 0, limit: 0 };
    }
    const reason = `Airflow itself will try ${reading.value} instance(s) of this task again`;
    return { guardrail: 'nativeRetries', kind: 'hold', reason, reading: reading.value, limit: 0 };
  },
};
