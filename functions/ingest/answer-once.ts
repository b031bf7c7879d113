import type { SignedDelivery } from '../../shared/core/sources/authentication/scheme.ts';
import type { Journal } from '../../shared/ports/journal.ts';
import { type ReplayCache, ReplayCacheError } from '../../shared/ports/replay-cache.ts';
import { type Answer, acceptedBefore } from './answer.ts';

export interface Replays {
  /** Loads the cache; undefined where no configured source has deliveries that can be told apart. */
  readonly loadReplayCache: (() => Promise<ReplayCache>) | undefined;
  readonly journal: Journal;
}

export interface Delivered {
  readonly source: string;
  readonly delivery: SignedDelivery | undefined;
  readonly receivedAt: number;
}

/**
 * Answers a copy of a delivery like the first, and takes nothing of it. One is remembered only once it was taken. While the
 * cache is away everything is taken: a report that comes twice is harmless, one that is lost is not.
 */
export async function answerOnce(
  { loadReplayCache, journal }: Replays,
  { source, delivery, receivedAt: now }: Delivered,
  take: () => Promise<Answer>,
): Promise<Answer> {
  if (delivery === undefined || loadReplayCache === undefined) return take();
  const cache = await loadReplayCache();
  const deliveryId = `${source}|${delivery.id}`;
  const unlessAway = async <Value>(asked: Promise<Value>): Promise<Value | null> => {
    try {
      return await asked;
    } catch (error) {
      if (!(error instanceof ReplayCacheError)) throw error;
      journal.note({ event: 'replay-cache-away', source, detail: error.message });
      return null;
    }
  };
  const before = await unlessAway(cache.recall(deliveryId, now));
  if (before !== null) {
    journal.note({ event: 'delivery-replayed', source });
    return acceptedBefore(before);
  }
  const answer = await take();
  if (answer.statusCode === 202)
    await unlessAway(cache.remember({ deliveryId, answer: answer.body, expiresAt: now + delivery.goodForMs, now }));
  return answer;
}
