import type { InvocationScheme } from './scheme.ts';

/** An EventBridge rule invokes the function, and AWS lets nobody else. */
export const iam: InvocationScheme = { name: 'iam', proof: 'invocation' };
