import { AirflowError } from '../core/airflow/airflow-error.ts';

export interface RetrySettings {
  /** The first try included. */
  readonly triesMax: number;
  /** The first wait; each further one is twice as long, with jitter that takes up to half of it away. */
  readonly delayMs: number;
  readonly delayMsMax: number;
}

/** What of the world a wait needs. */
export interface Clock {
  now(): number;
  /** From 0 up to, not including, 1. */
  random(): number;
  sleep(ms: number): Promise<void>;
}

/** Time and chance as they are. */
export const realClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/**
 * Tries again where that is safe: a write only when it is certain that nothing was executed (throttled, or the connection was refused);
 * what changes nothing also after server errors, time-outs and broken connections. Never past `deadlineAt`.
 */
export async function retrying<Answer>(
  attempt: () => Promise<Answer>,
  {
    isWrite,
    deadlineAt,
    settings: { triesMax, delayMs, delayMsMax },
    clock,
  }: { isWrite: boolean; deadlineAt: number; settings: RetrySettings; clock: Clock },
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof AirflowError) || tries >= triesMax || !isWorthRepeating(error, isWrite)) throw error;
      const backoffMs = Math.min(delayMsMax, delayMs * 2 ** (tries - 1)) * (1 - clock.random() / 2);
      const waitMs = Math.max(backoffMs, error.retryAfterMs ?? 0);
      if (waitMs > delayMsMax || clock.now() + waitMs >= deadlineAt) throw error;
      await clock.sleep(waitMs);
    }
  }
}

function isWorthRepeating({ code, executed }: AirflowError, isWrite: boolean): boolean {
  if (code === 'throttled') return true;
  if (isWrite) return code === 'unreachable' && executed === 'no';
  return code === 'unreachable' || code === 'server-error' || code === 'timed-out';
}
