import { AirflowError } from '../../core/airflow/airflow-error.ts';
import type { Airflow, LogTail } from '../../ports/airflow.ts';
import type { AstroClient } from './client.ts';
import { saysNoLog, unwrapLogPiece } from './log-text.ts';

export interface LogSettings {
  /** How much of the end is kept. */
  readonly logTailBytes: number;
  /** How much is read to get there. */
  readonly logBytesMax: number;
  readonly logLimitMs: number;
}

type World = LogSettings & { readonly client: AstroClient; readonly now: () => number };

/** Logs can only be read from their beginning, piece by piece. */
export function createLogTailReader({
  client,
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
        const { content, continuationToken } = await client.getTaskInstanceLogs({ ...query, token });
        bytes += Buffer.byteLength(content);
        const text = unwrapLogPiece(content);
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
