import { type CachedSecrets, SecretError, type Secrets } from '../../ports/secrets.ts';

interface Remembered {
  readonly value: string;
  readonly readAt: number;
}

/**
 * Remembers secrets for `ttlMs`. Concurrent reads of one secret are one read.
 * While the store is unreachable, a value stays good for `staleForMs` past its time; a value that was told to be forgotten never comes back.
 */
export function createCachedSecrets({
  secrets,
  ttlMs,
  staleForMs,
  now,
}: {
  secrets: Secrets;
  ttlMs: number;
  staleForMs: number;
  now: () => number;
}): CachedSecrets {
  const remembered = new Map<string, Remembered>();
  const reading = new Map<string, Promise<string>>();

  const readAnew = async (secretName: string): Promise<string> => {
    try {
      const value = await secrets.read(secretName);
      remembered.set(secretName, { value, readAt: now() });
      return value;
    } catch (error) {
      const stale = remembered.get(secretName);
      const isAway = error instanceof SecretError && error.code === 'unreachable';
      if (isAway && stale !== undefined && now() - stale.readAt < ttlMs + staleForMs) return stale.value;
      throw error;
    } finally {
      reading.delete(secretName);
    }
  };

  return {
    async read(secretName) {
      const found = remembered.get(secretName);
      if (found !== undefined && now() - found.readAt < ttlMs) return found.value;
      const running = reading.get(secretName) ?? readAnew(secretName);
      reading.set(secretName, running);
      return running;
    },
    forget(secretName, value) {
      if (remembered.get(secretName)?.value === value) remembered.delete(secretName);
    },
  };
}
