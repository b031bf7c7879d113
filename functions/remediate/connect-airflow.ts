import { createBasic } from '../../shared/airflow-http/basic.ts';
import type { ClientOptions } from '../../shared/airflow-http/client-options.ts';
import type { SecretPlace } from '../../shared/airflow-http/secret-text.ts';
import { createToken, type Token, type TokenOptions } from '../../shared/airflow-http/token.ts';
import { tokenSecretOf } from '../../shared/core/config/config.ts';
import { apiAddressOf, type DeploymentConfig } from '../../shared/core/config/deployment-config.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { CachedSecrets } from '../../shared/ports/secrets.ts';

export interface ConnectionOptions extends Pick<TokenOptions, 'onExpiring' | 'warnDays'> {
  readonly name: string;
  readonly deployment: DeploymentConfig;
  readonly secrets: CachedSecrets;
  readonly requestLimitMs: number;
  /** Epoch ms after which nothing is sent or awaited any more. */
  readonly deadlineAt?: (() => number) | undefined;
}

/** The adapter that the config names for a deployment, with its way to prove who is asking. No other adapter is loaded. */
export async function connectAirflow(options: ConnectionOptions): Promise<Airflow> {
  const { name, deployment, requestLimitMs, deadlineAt } = options;
  const address = apiAddressOf(name, deployment);
  const { baseUrl } = address;
  const place = { secrets: options.secrets, secretName: tokenSecretOf(name, deployment) };
  const reach = { deployment: name, baseUrl, deadlineAt, settings: { requestLimitMs } };
  switch (address.kind) {
    case 'astro-core-v1alpha1': {
      const { createAstroAirflow } = await import('../../shared/adapters/astro/astro.ts');
      const { organizationId, workspaceId, runtimeId } = address;
      return createAstroAirflow({ ...reach, organizationId, workspaceId, runtimeId, token: bearer(options, place) });
    }
    case 'airflow-2': {
      const { createAirflow2 } = await import('../../shared/adapters/airflow-2/airflow-2.ts');
      return createAirflow2({ ...reach, token: await tokenOf(address.authentication, options, { place, reach }) });
    }
    case 'airflow-3': {
      const { createAirflow3 } = await import('../../shared/adapters/airflow-3/airflow-3.ts');
      return createAirflow3({ ...reach, token: await tokenOf(address.authentication, options, { place, reach }) });
    }
  }
}

async function tokenOf(
  authentication: DeploymentConfig['authentication'],
  options: ConnectionOptions,
  { place, reach }: { place: SecretPlace; reach: Omit<ClientOptions, 'token'> },
): Promise<Token> {
  switch (authentication) {
    case 'bearer':
      return bearer(options, place);
    case 'basic':
      return createBasic(place);
    case 'password': {
      const { createAirflow3Login } = await import('../../shared/adapters/airflow-3/log-in.ts');
      return createAirflow3Login({ ...reach, ...place });
    }
  }
}

function bearer({ deployment, onExpiring, warnDays }: ConnectionOptions, place: SecretPlace): Token {
  const warning = warnDays === undefined ? { onExpiring } : { onExpiring, warnDays };
  return createToken({ ...place, secretKey: deployment.tokenKey, now: Date.now, ...warning });
}
