import type { Touched } from './operation.ts';

/** One call as it was answered, for a live view and for tests. Holds no token. */
export interface Call {
  readonly at: number;
  /** Null: no operation was found. */
  readonly operationId: string | null;
  readonly deploymentId: string | null;
  readonly method: string;
  readonly path: string;
  /** 0: the connection was cut or left hanging. */
  readonly status: number;
  readonly isDryRun: boolean | null;
  readonly touched: readonly Touched[];
  readonly ms: number;
}
