import { parseBaseUrl } from '../../airflow-http/base-url.ts';
import { type Call, type CallSettings, callSettings, createCall } from '../../airflow-http/call.ts';
import { createSend } from '../../airflow-http/request.ts';
import { type Clock, realClock } from '../../airflow-http/retry.ts';
import type { Token } from '../../airflow-http/token.ts';
import { dialect } from './dialect.ts';
import { createRunApi, type RunApi } from './run-api.ts';
import { createTaskApi, type TaskApi } from './task-api.ts';
import { type Operations, routes } from './wire.gen.ts';

/** The deployment's own ids are the client's business. */
export interface DeploymentIds {
  readonly organizationId: string;
  readonly workspaceId: string;
  readonly runtimeId: string;
}

export type AstroCall = Call<Operations, keyof DeploymentIds>;

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
  ...callSettings,
  bodyBytesMax: 16 * 1_024 * 1_024,
  pageLimit: 1_000,
};

/** Throws a ConfigError where the baseUrl is not a safe place for a token. */
export function createAstroClient(options: AstroClientOptions): AstroClient {
  const { deployment, organizationId, workspaceId, runtimeId, token } = options;
  const settings = { ...defaults, ...options.settings };
  const world = {
    deployment,
    token,
    baseUrl: parseBaseUrl(deployment, options.baseUrl),
    send: createSend(settings),
    clock: options.clock ?? realClock,
    deadlineAt: options.deadlineAt ?? (() => Number.POSITIVE_INFINITY),
    settings,
    dialect,
  };
  const call = createCall<Operations, keyof DeploymentIds>(world, routes, { organizationId, workspaceId, runtimeId });
  return { ...createTaskApi(call, settings), ...createRunApi(call, settings) };
}
