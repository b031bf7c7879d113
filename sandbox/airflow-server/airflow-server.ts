import * as z from 'zod';
import type { Face } from '../api-host/answer-request.ts';
import { ApiError } from '../api-host/api-error.ts';
import { type HostOptions, startApiHost } from '../api-host/api-host.ts';
import type { Faults } from '../api-host/faults.ts';
import { createFindRoute } from '../api-host/find-route.ts';
import type { HostedOperation } from '../api-host/operation.ts';
import type { TokenIssuer } from '../astro-server/token-issuer.ts';
import type { ServedDeployment } from './served-deployment.ts';
import { v1Operations } from './v1-operations.ts';
import { v2Operations } from './v2-operations.ts';

export type AirflowApi = 'airflow-2' | 'airflow-3';

export interface AirflowServerOptions extends HostOptions {
  readonly api: AirflowApi;
  readonly deployments: readonly ServedDeployment[];
  /** The one user of each Airflow. */
  readonly user: User;
  /** Signs and verifies the tokens of Airflow 3; a platform's token is good at either. */
  readonly issuer: TokenIssuer;
}

export interface User {
  readonly username: string;
  readonly password: string;
}

export interface AirflowServer {
  /** Where one Airflow is, without `/api/…` and without a slash at the end. */
  urlOf(deploymentId: string): string;
  readonly faults: Faults;
  close(): Promise<void>;
}

/** Airflow's own REST API, of 2 or of 3, before models of Airflow: each deployment below a path of its own, on loopback. */
export async function startAirflowServer(options: AirflowServerOptions): Promise<AirflowServer> {
  const face = options.api === 'airflow-2' ? createFace2(options) : createFace3(options);
  const { origin, faults, close } = await startApiHost(face, options.deployments, options);
  return { urlOf: (deploymentId) => `${origin}/${encodeURIComponent(deploymentId)}`, faults, close };
}

type Operation = HostedOperation<ServedDeployment>;
const open: ReadonlySet<string> = new Set(['getVersion', 'logIn']);

function below(operations: readonly Operation[]): Operation[] {
  return operations.map((operation) => ({ ...operation, template: `{deployment_id}/${operation.template}` }));
}

function findDeployment({ deployments }: AirflowServerOptions, deploymentId: string | undefined): ServedDeployment {
  const found = deployments.find((one) => one.deploymentId === deploymentId);
  if (found === undefined) throw new ApiError(404, 'Not Found');
  return found;
}

/** In its default set-up Airflow 2 answers wrong credentials like a small role: anonymous has the role Public. */
function createFace2(options: AirflowServerOptions): Face<ServedDeployment> {
  const { username, password } = options.user;
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return {
    findRoute: createFindRoute(below(v1Operations)),
    idOf: (path) => path['deployment_id'] ?? null,
    renderError: ({ status, message }) => ({
      body: { detail: null, status, title: message, type: 'about:blank' },
      contentType: 'application/problem+json',
    }),
    async authorize(header, path, { operationId }) {
      const deployment = findDeployment(options, path['deployment_id']);
      if (open.has(operationId) || header === basic) return deployment;
      const verdict = await verify(options, header, deployment);
      if (verdict !== 'valid') throw new ApiError(403, 'Forbidden');
      return deployment;
    },
  };
}

function createFace3(options: AirflowServerOptions): Face<ServedDeployment> {
  return {
    findRoute: createFindRoute(below([...v2Operations, createLogIn(options)])),
    idOf: (path) => path['deployment_id'] ?? null,
    renderError: ({ status, detail }) => ({ body: { detail: status === 405 ? 'Method Not Allowed' : detail } }),
    async authorize(header, path, { operationId }) {
      const deployment = findDeployment(options, path['deployment_id']);
      if (open.has(operationId)) return deployment;
      const verdict = await verify(options, header, deployment);
      if (verdict === 'missing') throw new ApiError(401, 'Not authenticated');
      if (verdict === 'expired') throw new ApiError(401, 'Token Expired');
      if (verdict === 'invalid') throw new ApiError(403, 'Invalid JWT token');
      return deployment;
    },
  };
}

async function verify(
  { issuer }: AirflowServerOptions,
  header: string | undefined,
  { deploymentId }: ServedDeployment,
): Promise<'valid' | 'missing' | 'expired' | 'invalid'> {
  const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
  if (token === undefined) return 'missing';
  const verdict = await issuer.verifyToken(token);
  if (verdict.kind === 'invalid') return verdict.message.includes('expired') ? 'expired' : 'invalid';
  return verdict.runtimeIds.includes(deploymentId) ? 'valid' : 'invalid';
}

const credentials = z.object({ username: z.string(), password: z.string() });
const tokenLifeMs = 24 * 3_600_000;

function createLogIn({ issuer, user, now }: AirflowServerOptions): Operation {
  return {
    operationId: 'logIn',
    method: 'POST',
    template: 'auth/token',
    async answer({ target, body }) {
      const asked = credentials.safeParse(body);
      const isUser = asked.success && asked.data.username === user.username && asked.data.password === user.password;
      if (!isUser) throw new ApiError(401, 'Invalid credentials');
      const token = await issuer.sign({ expiresAt: now() + tokenLifeMs, runtimeIds: [target.deploymentId] });
      return { status: 201, body: { access_token: token } };
    },
  };
}
