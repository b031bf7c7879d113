import { cannotTell, type Guardrail } from './guardrail.ts';

/** In observe everything is decided and recorded, nothing is written or sent. The strictest of policy, rule and deployment counts. */
export const mode: Guardrail = {
  name: 'mode',
  judge({ mode: reading }) {
    if (!reading.known) return cannotTell('mode', reading.why);
    return reading.value === 'enforce'
      ? { guardrail: 'mode', kind: 'act', reason: 'the mode is enforce', reading: reading.value }
      : {
          guardrail: 'mode',
          kind: 'observe',
          reason: 'the mode is observe: nothing is written',
          reading: reading.value,
        };
  },
};
