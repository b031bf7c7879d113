import type { Fault } from '../../diagnostics/diagnostic.ts';
import type { ObjectPattern } from '../pattern/pattern.ts';
import type { Policy, Rule } from '../policy.ts';

/** What lint looks at: a policy that loaded. */
export interface LintSubject {
  readonly policy: Policy;
  readonly rules: readonly LintedRule[];
  /** The channels the config declares; undefined where the config is not at hand. */
  readonly channels: readonly string[] | undefined;
}

export interface LintedRule extends Rule {
  readonly index: number;
  readonly pattern: ObjectPattern;
}

/** One thing that a policy may hold and probably should not. Its file, its page in the reference and its code have one name. */
export interface LintRule {
  readonly code: string;
  readonly find: (subject: LintSubject) => LintFinding[];
}

export type LintFinding = Omit<Fault, 'code' | 'severity'>;
