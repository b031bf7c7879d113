/**
 * How the service is set up, wherever it runs: the stack deploys these numbers and the sandbox's Lambda host obeys them.
 * Times in milliseconds.
 */
export const serviceSettings = {
  ingest: { memoryMb: 512, timeoutMs: 10_000 },
  remediate: { memoryMb: 512, timeoutMs: 60_000, batchSize: 10, batchWindowMs: 0, concurrencyMax: 10 },
  sweep: { memoryMb: 512, timeoutMs: 30_000 },
  queue: {
    /** AWS's advice for event source mappings: six times the function's time-out. */
    visibilityTimeoutMs: 6 * 60_000,
    receiveCountMax: 5,
    retentionMs: 14 * 24 * 3_600_000,
    /** A data key serves this long: each new one is a request to KMS, which costs. */
    keyReuseMs: 3_600_000,
  },
} as const;

export const functionNames = ['ingest', 'remediate', 'sweep'] as const;
export type FunctionName = (typeof functionNames)[number];
