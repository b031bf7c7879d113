import { describe, expect, test } from '@jest/globals';
import { createCachedSecrets } from '../../../../shared/adapters/secrets-manager/cached-secrets.ts';
import { SecretError, type SecretErrorCode } from '../../../../shared/ports/secrets.ts';

function aCache() {
  const world = { now: 0, value: 'one', reads: 0, fails: null as SecretErrorCode | null };
  const cached = createCachedSecrets({
    secrets: {
      async read(secretName) {
        world.reads += 1;
        const { value, fails } = world;
        if (fails !== null) throw new SecretError({ code: fails, secretName, message: fails });
        return value;
      },
    },
    ttlMs: 100,
    staleForMs: 50,
    now: () => world.now,
  });
  return { world, cached };
}

describe('a cached secret', () => {
  test('is read again when its time is over, not a moment earlier', async () => {
    const { world, cached } = aCache();
    await cached.read('a');
    world.value = 'two';
    world.now = 99;
    expect(await cached.read('a')).toBe('one');
    world.now = 100;
    expect(await cached.read('a')).toBe('two');
  });

  test('is read once for readers at the same time, and apart from other secrets', async () => {
    const { world, cached } = aCache();
    await Promise.all([cached.read('a'), cached.read('a'), cached.read('__proto__'), cached.read('a')]);
    expect(world.reads).toBe(2);
  });

  test('stays good for a while when the store is away', async () => {
    const { world, cached } = aCache();
    await cached.read('a');
    world.fails = 'unreachable';
    world.now = 149;
    expect(await cached.read('a')).toBe('one');
    world.now = 150;
    await expect(cached.read('a')).rejects.toMatchObject({ code: 'unreachable' });
  });

  test.each(['denied', 'not-found', 'without-value', 'malformed'] as const)(
    'is gone when the store says `%s`',
    async (code) => {
      const { world, cached } = aCache();
      await cached.read('a');
      world.fails = code;
      world.now = 100;
      await expect(cached.read('a')).rejects.toMatchObject({ code });
    },
  );

  test('never comes back once it is forgotten, also when the store is away', async () => {
    const { world, cached } = aCache();
    await cached.read('a');
    cached.forget('a', 'one');
    world.fails = 'unreachable';
    await expect(cached.read('a')).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('is not forgotten where another value has taken its place', async () => {
    const { world, cached } = aCache();
    await cached.read('a');
    cached.forget('a', 'an older one');
    await cached.read('a');
    expect(world.reads).toBe(1);
  });

  test('can be read after a failed read', async () => {
    const { world, cached } = aCache();
    world.fails = 'denied';
    await expect(cached.read('a')).rejects.toBeInstanceOf(SecretError);
    world.fails = null;
    expect(await cached.read('a')).toBe('one');
  });
});
