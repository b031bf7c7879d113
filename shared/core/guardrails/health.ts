import { cannotTell, type Guardrail } from './guardrail.ts';

/** Holds while the deployment's API is closed after repeated trouble: a write into trouble ends unknown. */
export const health: Guardrail = {
  name: 'health',
  judge({ health: reading }) {
    if (!reading.known) return cannotTell('health', reading.why);
    const { closedAt, lastCode } = reading.value;
    if (closedAt === null) return { guardrail: 'health', kind: 'act', reason: "the deployment's API answers" };
    const reason = `the deployment is closed after repeated trouble (${lastCode ?? 'unknown'}) since ${new Date(closedAt).toISOString()}`;
    return { guardrail: 'health', kind: 'hold', reason, ofDeployment: true };
  },
};
