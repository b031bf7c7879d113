import type { WorkMessage } from '../core/incident/work-message.ts';

/** The failure queue, at least once, in any order. Rejects with a `QueueError`. */
export interface WorkQueue {
  /** Resolves once the queue has taken every message; a part that failed is retried, then all of it is an error. */
  send(messages: readonly WorkMessage[], options: { delaySeconds: number }): Promise<void>;
}

/** Where what is not ours is parked, at once and with the reason. */
export interface ParkingQueue {
  park(message: { body: string; reason: string; messageId: string }): Promise<void>;
}

export class QueueError extends Error {
  override readonly name = 'QueueError';
}
