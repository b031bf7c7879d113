import { connectAirflow } from '../../functions/remediate/connect-airflow.ts';
import { createCachedSecrets } from '../../shared/adapters/secrets-manager/cached-secrets.ts';
import type { Config } from '../../shared/core/config/config.ts';
import type { DeploymentConfig } from '../../shared/core/config/deployment-config.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { Secrets } from '../../shared/ports/secrets.ts';

/** One reading of each secret serves the whole examination. */
const secretTimes = { ttlMs: 5 * 60_000, staleForMs: 0 } as const;

/** Connects as the remediate function does, with what the person who asks may read. */
export function createConnect({ intervals }: Config, secrets: Secrets) {
  const cached = createCachedSecrets({ secrets, ...secretTimes, now: Date.now });
  return async (name: string, deployment: DeploymentConfig): Promise<Airflow> =>
    connectAirflow({ name, deployment, secrets: cached, requestLimitMs: intervals.request });
}
