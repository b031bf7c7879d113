import { parseBaseUrl } from './base-url.ts';
import { type CallSettings, type CallWorld, callSettings } from './call.ts';
import type { Dialect } from './failure.ts';
import { createSend } from './request.ts';
import { type Clock, realClock } from './retry.ts';
import type { Token } from './token.ts';

export interface ClientSettings extends CallSettings {
  /** The longest answer that is read, after decompression. */
  readonly bodyBytesMax: number;
  /** The page size that is asked for; the server may grant less. */
  readonly pageLimit: number;
}

export interface ClientOptions {
  /** The deployment's name in the config. */
  readonly deployment: string;
  readonly baseUrl: string;
  readonly token: Token;
  /** Epoch ms after which nothing is sent or awaited any more. Default: never. */
  readonly deadlineAt?: (() => number) | undefined;
  readonly settings?: Partial<ClientSettings> | undefined;
  readonly clock?: Clock | undefined;
}

const defaults: ClientSettings = { ...callSettings, bodyBytesMax: 16 * 1_024 * 1_024, pageLimit: 1_000 };

/** What a client needs of the world. Throws a ConfigError where the baseUrl is not a safe place for a token. */
export function createCallWorld(
  options: ClientOptions,
  dialect: Dialect,
): CallWorld & { readonly settings: ClientSettings } {
  const { deployment, token } = options;
  const settings = { ...defaults, ...options.settings };
  return {
    deployment,
    token,
    baseUrl: parseBaseUrl(deployment, options.baseUrl),
    send: createSend(settings),
    clock: options.clock ?? realClock,
    deadlineAt: options.deadlineAt ?? (() => Number.POSITIVE_INFINITY),
    settings,
    dialect,
  };
}
