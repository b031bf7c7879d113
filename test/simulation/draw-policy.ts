import type { Random } from './random.ts';

/** A policy of one seed, as a person would write it. The kinds of tasks are those of `draw-dag.ts`. */
export function drawPolicy(random: Random, mode: 'observe' | 'enforce', guardrails: Record<string, unknown>) {
  const after = `${random.pick([0, 0, 20, 60, 300])}s`;
  const timeout = `${random.int(5, 60)}m`;
  const clears = Array.from({ length: random.int(1, 3) }, () => ({ clear: {}, after, timeout }));
  const ends = random.chance(0.7) ? [{ escalate: random.pick(['oncall', 'owners']) }] : [];
  return {
    version: 1,
    mode,
    guardrails: { ...guardrails, protect: [{ taskId: [{ prefix: 'keep_' }] }] },
    rules: [
      { name: 'optional', match: { taskId: [{ prefix: 'opt_' }] }, plan: [{ setState: 'success', after, timeout }] },
      { name: 'skippable', match: { taskId: [{ prefix: 'skip_' }] }, plan: [{ setState: 'skipped', timeout }] },
      { name: 'ignored', match: { taskId: [{ prefix: 'ign_' }] }, plan: [{ ignore: true }] },
      { name: 'told', match: { taskId: [{ prefix: 'esc_' }] }, plan: [{ escalate: 'owners' }] },
      {
        name: 'rest',
        mode: random.chance(0.07) ? 'observe' : 'enforce',
        match: random.chance(0.2)
          ? { taskId: [{ exists: true }], runState: ['failed', 'success', 'running', 'queued'] }
          : { taskId: [{ exists: true }] },
        plan: [...clears, ...ends],
      },
    ],
    otherwise: [random.chance(0.8) ? { escalate: 'oncall' } : { ignore: true }],
  };
}

/** The same in all policies of a seed, so that what was counted under one holds under the next. */
export function drawGuardrails(random: Random, ageMinutes: number): Record<string, unknown> {
  return {
    blastRadius: { taskInstances: random.pick([3, 6, 50, 50, 50]) },
    tries: { perTaskInstance: random.pick([1, 2, 3, 4, 8, 8]) },
    budgets: [
      { per: 'dag', clears: random.int(1, 5), within: `${random.pick([10, 30, 60])}m` },
      { per: 'deployment', clears: random.int(2, 10), within: `${random.pick([10, 30, 60])}m` },
    ],
    age: { failureAtMost: `${ageMinutes}m` },
    tell: { within: `${random.int(5, 30)}m` },
    deadline: { within: '90m' },
  };
}
