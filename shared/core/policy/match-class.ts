import type { CompiledPolicy } from './compile-policy.ts';

/** A failure class of the team's own, and which text decided. */
export interface ClassMatch {
  readonly failureClass: string;
  readonly from: 'logTail' | 'errorText';
}

/**
 * The first class of the policy that fits the log tail; where none does, the first that fits the error text,
 * which is never better evidence than the log. Undefined: none of the team's classes fits.
 */
export function matchClass(
  { classes }: CompiledPolicy,
  texts: { logTail?: string | undefined; errorText?: string | undefined },
): ClassMatch | undefined {
  for (const from of ['logTail', 'errorText'] as const) {
    const text = texts[from];
    const found = text === undefined ? undefined : classes.find(({ test }) => test(text));
    if (found !== undefined) return { failureClass: found.name, from };
  }
  return undefined;
}
