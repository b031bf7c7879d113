import { parseBaseUrl } from './base-url.ts';
import { type CallSettings, createCall, type DeploymentIds } from './call.ts';
import { createSend } from './request.ts';
import type { Clock } from './retry.ts';
import { createRunApi, type RunApi } from './run-api.ts';
import { createTaskApi, type TaskApi } from './task-api.ts';
import type { Token } from './token.ts';

/** The Astronomer core API v1alpha1 of one deployment. Every method rejects with an AirflowError. */
export type AstroClient = TaskApi & RunApi;

export interface ClientSettings extends CallSettings {
  /** The longest answer that is read, after decompression. */
  readonly bodyBytesMax: number;
  /** The page size that is asked for; the server may grant less. */
  readonly pageLimit: number;
}

export interface AstroClientOptions extends DeploymentIds {
  /** The deployment's name in the config. */
  readonly deployment: string;
  readonly baseUrl: string;
  readonly token: Token;
  /** Epoch ms after which nothing is sent or awaited any more. Default: never. */
  readonly deadlineAt?: (() => number) | undefined;
  readonly settings?: Partial<ClientSettings> | undefined;
  readonly clock?: Clock | undefined;
}

const defaults: ClientSettings = {
  requestLimitMs: 20_000,
  retries: { triesMax: 3, delayMs: 500, delayMsMax: 8_000 },
  retryAfterMsMax: 15 * 60_000,
  bodyBytesMax: 16 * 1_024 * 1_024,
  pageLimit: 1_000,
};

/** Time and chance as they are. */
export const realClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Throws a ConfigError where the baseUrl is not a safe place for a token. */
export function createAstroClient(options: AstroClientOptions): AstroClient {
  const { deployment, organizationId, workspaceId, runtimeId, token } = options;
  const settings = { ...defaults, ...options.settings };
  const call = createCall({
    deployment,
    organizationId,
    workspaceId,
    runtimeId,
    token,
    baseUrl: parseBaseUrl(deployment, options.baseUrl),
    send: createSend(settings),
    clock: options.clock ?? realClock,
    deadlineAt: options.deadlineAt ?? (() => Number.POSITIVE_INFINITY),
    settings,
  });
  return { ...createTaskApi(call, settings), ...createRunApi(call, settings) };
}
