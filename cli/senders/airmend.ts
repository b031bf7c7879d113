import { type Sender, toIso } from './sender.ts';

export const airmend: Sender = {
  kind: 'airmend',
  compose: ({ failedAt, ...identity }) => ({
    reports: [{ ...identity, state: 'failed', severity: 'error', occurredAt: toIso(failedAt) }],
  }),
};
