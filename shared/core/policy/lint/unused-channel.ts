import type { LintRule } from './lint-rule.ts';

/** A channel that the config declares and no step names: probably forgotten. */
export const unusedChannel: LintRule = {
  code: 'unused-channel',
  find({ policy, rules, channels = [] }) {
    const steps = [...rules.flatMap(({ plan }) => plan), ...policy.otherwise];
    const used = new Set(steps.map((step) => (step.kind === 'escalate' ? step.channel : undefined)));
    return channels
      .filter((channel) => !used.has(channel))
      .map((channel) => ({
        path: ['otherwise'],
        atKey: true,
        message: `the channel \`${channel}\` is declared, but no step escalates to it`,
      }));
  },
};
