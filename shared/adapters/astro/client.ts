import { type Call, createCall } from '../../airflow-http/call.ts';
import { type ClientOptions, createCallWorld } from '../../airflow-http/client-options.ts';
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

export interface AstroClientOptions extends DeploymentIds, ClientOptions {}

/** Throws a ConfigError where the baseUrl is not a safe place for a token. */
export function createAstroClient(options: AstroClientOptions): AstroClient {
  const { organizationId, workspaceId, runtimeId } = options;
  const world = createCallWorld(options, dialect);
  const call = createCall<Operations, keyof DeploymentIds>(world, routes, { organizationId, workspaceId, runtimeId });
  return { ...createTaskApi(call, world.settings), ...createRunApi(call, world.settings) };
}
