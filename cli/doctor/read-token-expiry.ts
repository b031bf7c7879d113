import { readExpiry } from '../../shared/airflow-http/jwt-expiry.ts';
import type { DeploymentConfig } from '../../shared/core/config/deployment-config.ts';

/** When a deployment's token ends (epoch ms), by its own word; null: it does not say. */
export function readTokenExpiry(secret: string, { tokenKey }: DeploymentConfig): number | null {
  return readExpiry(tokenKey === null ? secret : pick(secret, tokenKey));
}

function pick(secret: string, key: string): string {
  try {
    const held: unknown = JSON.parse(secret);
    return typeof held === 'object' && held !== null ? String(Reflect.get(held, key) ?? '') : '';
  } catch {
    return '';
  }
}
