import type { Step } from './policy.ts';

/** A step in a few words: `clear`, `setState success`, `escalate oncall`, `ignore`. */
export function renderStep(step: Step): string {
  if (step.kind === 'setState') return `setState ${step.state}`;
  return step.kind === 'escalate' ? `escalate ${step.channel}` : step.kind;
}
