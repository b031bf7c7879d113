import { type FunctionName, functionNames } from '../../../infra/service-settings.ts';
import type { FunctionCounts } from './functions.ts';

/** What something took of AWS and of Airflow's API. */
export interface Usage {
  readonly functions: Readonly<Record<FunctionName, Readonly<FunctionCounts>>>;
  /** By operation; Airflow's as `airflow:<operation>`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly readUnits: number;
  /** The index's among them. */
  readonly writeUnits: number;
  readonly indexWriteUnits: number;
}

const functionCounts = ['invocations', 'cpuMs', 'waits', 'logLines', 'logBytes'] as const;

/** `one` and `other` times a factor, together. */
export function addUsage(one: Usage, other: Usage, factor: number): Usage {
  const sum = (of: (usage: Usage) => number) => of(one) + factor * of(other);
  const operations = new Set([...Object.keys(one.requests), ...Object.keys(other.requests)]);
  return {
    functions: byFunction((name) => {
      const [invocations = 0, cpuMs = 0, waits = 0, logLines = 0, logBytes = 0] = functionCounts.map((count) =>
        sum(({ functions }) => functions[name][count]),
      );
      return { invocations, cpuMs, waits, logLines, logBytes };
    }),
    requests: Object.fromEntries(
      [...operations].sort().map((operation) => [operation, sum(({ requests }) => requests[operation] ?? 0)]),
    ),
    readUnits: sum(({ readUnits }) => readUnits),
    writeUnits: sum(({ writeUnits }) => writeUnits),
    indexWriteUnits: sum(({ indexWriteUnits }) => indexWriteUnits),
  };
}

export const noUsage: Usage = {
  functions: byFunction(() => ({ invocations: 0, cpuMs: 0, waits: 0, logLines: 0, logBytes: 0 })),
  requests: {},
  readUnits: 0,
  writeUnits: 0,
  indexWriteUnits: 0,
};

export function timesUsage(usage: Usage, factor: number): Usage {
  return addUsage(noUsage, usage, factor);
}

function byFunction<Value>(make: (name: FunctionName) => Value): Record<FunctionName, Value> {
  const [ingest, remediate, sweep] = functionNames.map(make);
  if (ingest === undefined || remediate === undefined || sweep === undefined)
    throw new TypeError('there are three functions');
  return { ingest, remediate, sweep };
}
