import type { Mode } from './policy.ts';

/** The strictest of several modes wins: `observe` anywhere means that nothing is written. */
export function strictestMode(...modes: readonly (Mode | undefined)[]): Mode {
  return modes.includes('observe') ? 'observe' : 'enforce';
}
