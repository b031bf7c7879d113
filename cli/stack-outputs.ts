import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { UsageError } from './usage-error.ts';

/** Where `npm run deploy` leaves what the stack tells of itself. */
export const stackOutputsFile = '.airmend/stack-outputs.json';

export type StackOutput = 'LedgerTable' | 'FailureQueue' | 'DeadLetterQueue' | 'IngestUrl';

export interface StackOptions {
  /** Of several stacks that were deployed from here, this one. */
  readonly stack?: string;
}

const stackOutputs = z.record(z.string(), z.record(z.string(), z.string()));

/** One output of the stack that was deployed from this folder. Undefined: none was, or it has no such output. */
export function readStackOutput(
  output: StackOutput,
  { stack }: StackOptions,
  file = stackOutputsFile,
): string | undefined {
  if (!existsSync(file)) return undefined;
  const parsed = stackOutputs.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new UsageError(`${file} can not be read: deploy again, it is written anew`);
  const names = Object.keys(parsed.data);
  if (stack === undefined && names.length > 1) throw new UsageError(`name the stack with --stack: ${names.join(', ')}`);
  const outputs = parsed.data[stack ?? names[0] ?? ''];
  if (outputs === undefined && stack !== undefined)
    throw new UsageError(`${file} knows no stack ${stack}; it knows ${names.join(', ')}`);
  // Within a construct CDK puts its path before the name and a hash behind it.
  const named = new RegExp(`${output}([0-9A-F]{8})?$`);
  return Object.entries(outputs ?? {}).find(([name]) => named.test(name))?.[1];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
