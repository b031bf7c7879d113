import { AirflowError } from '../core/airflow/airflow-error.ts';
import type { RunReference } from '../core/airflow/run.ts';
import type { TaskInstanceKey } from '../core/airflow/task-instance.ts';
import type { Airflow, LogTail } from '../ports/airflow.ts';

export interface LogSettings {
  /** How much of the end is kept. */
  readonly logTailBytes: number;
  /** How much is read to get there. */
  readonly logBytesMax: number;
  readonly logLimitMs: number;
}

/** Names one try. */
export type TryReference = RunReference & TaskInstanceKey & { readonly tryNumber: number };

export interface LogPiece {
  readonly text: string;
  /** As the API counts it: what was read to get this piece. */
  readonly bytes: number;
  readonly continuationToken: string | null;
}

export interface LogSource {
  readonly readPiece: (query: TryReference & { readonly token: string | null }) => Promise<LogPiece>;
  /** The text says that there is no log, instead of being one. */
  readonly saysNoLog: (text: string) => boolean;
}

type World = LogSettings & LogSource & { readonly now: () => number };

/** Logs can only be read from their beginning, piece by piece. */
export function createLogTailReader({
  readPiece,
  saysNoLog,
  now,
  logTailBytes,
  logBytesMax,
  logLimitMs,
}: World): Airflow['readLogTail'] {
  return async (query): Promise<LogTail> => {
    const startedAt = now();
    let token: string | null = null;
    let tail = '';
    let bytes = 0;
    try {
      for (;;) {
        const piece: LogPiece = await readPiece({ ...query, token });
        const { text, continuationToken } = piece;
        bytes += piece.bytes;
        tail = keepEnd(tail + text, logTailBytes);
        // "Absent or repeated when there is no more for now"; an empty piece says the same.
        const isLast = text === '' || continuationToken === token || (continuationToken ?? '') === '';
        if (isLast && bytes <= logTailBytes && saysNoLog(tail)) return { kind: 'missing' };
        if (isLast) return { kind: 'text', text: tail };
        if (bytes > logBytesMax || now() - startedAt > logLimitMs) return { kind: 'cut' };
        token = continuationToken;
      }
    } catch (error) {
      if (error instanceof AirflowError && error.code === 'not-found') return { kind: 'missing' };
      if (error instanceof AirflowError && error.code === 'answer-too-large') return { kind: 'cut' };
      throw error;
    }
  };
}

/** The last `bytesMax` bytes, without the torn character they may begin with. */
function keepEnd(text: string, bytesMax: number): string {
  if (Buffer.byteLength(text) <= bytesMax) return text;
  return Buffer.from(text)
    .subarray(-bytesMax)
    .toString('utf8')
    .replace(/^\uFFFD+/, '');
}
