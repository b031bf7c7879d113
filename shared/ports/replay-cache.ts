/**
 * The deliveries that were taken, and what they were answered. A help, not a guard: a report that comes twice is harmless.
 * Rejects with a `ReplayCacheError`.
 */
export interface ReplayCache {
  /** What a delivery was answered; null: it is new, or too long ago. */
  recall(deliveryId: string, now: number): Promise<string | null>;
  /** Keeps an answer until `expiresAt` (epoch ms). The first one stays. */
  remember(delivery: { deliveryId: string; answer: string; expiresAt: number; now: number }): Promise<void>;
}

export class ReplayCacheError extends Error {
  override readonly name = 'ReplayCacheError';
}
