import { cannotTell, type Guardrail, type PersonSign } from './guardrail.ts';

const meaning: Readonly<Record<PersonSign, string>> = {
  'set-from-outside': 'the log says that the state was set from outside: somebody wanted it so',
  'run-marked': 'the run was marked failed: its unfinished tasks are skipped, not blocked',
  'cleared-by-another': 'somebody else cleared this task since it failed',
};

/** Where a person acted, a person decides: told once, never cleared. */
export const person: Guardrail = {
  name: 'person',
  judge({ person: reading }) {
    if (!reading.known) return cannotTell('person', reading.why);
    if (reading.value === null)
      return { guardrail: 'person', kind: 'act', reason: 'nobody acted on it since it failed' };
    return {
      guardrail: 'person',
      kind: 'refuse',
      reason: meaning[reading.value],
      reading: reading.value,
      outcome: 'superseded',
    };
  },
};
