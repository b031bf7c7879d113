import { randomUUID } from 'node:crypto';
import type { Face } from '../api-host/answer-request.ts';
import { ApiError } from '../api-host/api-error.ts';
import { type HostOptions, startApiHost } from '../api-host/api-host.ts';
import type { Faults } from '../api-host/faults.ts';
import { createFindRoute } from '../api-host/find-route.ts';
import type { Runtime, Spelling } from './operation.ts';
import { hostOperations } from './operations.ts';
import type { VerifyToken } from './token-issuer.ts';

export interface AstroServerOptions extends HostOptions {
  readonly runtimes: readonly Runtime[];
  readonly verifyToken: VerifyToken;
  readonly spelling?: Partial<Spelling> | undefined;
}

export interface AstroServer {
  /** With the API's version, without a slash at the end. */
  readonly url: string;
  readonly faults: Faults;
  close(): Promise<void>;
}

const spellingDefault: Spelling = { states: 'snake', logs: 'text', logPageCharacters: 65_536, logEnd: 'absent' };

/** The eleven operations of Astro's core API v1alpha1 before models of Airflow, on loopback. */
export async function startAstroServer(options: AstroServerOptions): Promise<AstroServer> {
  const { origin, faults, close } = await startApiHost(createFace(options), options.runtimes, options);
  return { url: `${origin}/v1alpha1`, faults, close };
}

function createFace({ runtimes, verifyToken, spelling }: AstroServerOptions): Face<Runtime> {
  return {
    findRoute: createFindRoute(hostOperations({ ...spellingDefault, ...spelling })),
    idOf: (path) => path['runtimeId'] ?? null,
    renderError: ({ message, status }) => ({ body: { message, requestId: randomUUID(), statusCode: status } }),
    /** 401 before 404 before 403: a token is looked at first, and only then whether it covers a runtime that exists. */
    async authorize(header, path) {
      const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
      if (token === undefined) throw new ApiError(401, 'The request has no bearer token');
      const verdict = await verifyToken(token);
      if (verdict.kind === 'invalid') throw new ApiError(401, verdict.message);
      const runtime = runtimes.find(
        ({ organizationId, workspaceId, runtimeId }) =>
          organizationId === path['organizationId'] &&
          workspaceId === path['workspaceId'] &&
          runtimeId === path['runtimeId'],
      );
      if (runtime === undefined) throw new ApiError(404, 'There is no such organization, workspace or runtime');
      if (!verdict.runtimeIds.includes(runtime.runtimeId))
        throw new ApiError(403, 'The token does not cover this runtime');
      return runtime;
    },
  };
}
