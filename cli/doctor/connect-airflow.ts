import { createAstroAirflow } from '../../shared/adapters/astro/astro.ts';
import { createCachedSecrets } from '../../shared/adapters/secrets-manager/cached-secrets.ts';
import { createToken } from '../../shared/airflow-http/token.ts';
import { type Config, type DeploymentConfig, tokenSecretOf } from '../../shared/core/config/config.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { Secrets } from '../../shared/ports/secrets.ts';

/** One reading of each secret serves the whole examination. */
const secretTimes = { ttlMs: 5 * 60_000, staleForMs: 0 } as const;

/** Connects as the remediate function does, with what the person who asks may read. */
export function createConnect({ intervals }: Config, secrets: Secrets) {
  const cached = createCachedSecrets({ secrets, ...secretTimes, now: Date.now });
  return async (name: string, deployment: DeploymentConfig): Promise<Airflow> => {
    const { organizationId, workspaceId, runtimeId, baseUrl, tokenKey } = deployment;
    const secretName = tokenSecretOf(name, deployment);
    const token = createToken({ secrets: cached, secretName, secretKey: tokenKey, now: Date.now });
    const settings = { requestLimitMs: intervals.request };
    return createAstroAirflow({ deployment: name, organizationId, workspaceId, runtimeId, baseUrl, token, settings });
  };
}
