import * as z from 'zod';
import { AirflowError } from '../core/airflow/airflow-error.ts';
import { type Call, type CallWorld, createCall, type Shapes } from './call.ts';
import { createFailure } from './failure.ts';
import { parseVersion, renderVersion, type Version } from './version.ts';

interface VersionOperations {
  readonly getVersion: {
    readonly path: object;
    readonly query: object;
    readonly body: null;
    readonly answer: { version: string };
  };
}

/** One generation of Airflow's own REST API. */
export interface ApiGeneration {
  /** The `kind` in the config. */
  readonly kind: 'airflow-2' | 'airflow-3';
  readonly major: number;
  readonly versionPath: string;
}

export const airflow2: ApiGeneration = { kind: 'airflow-2', major: 2, versionPath: '/api/v1/version' };
export const airflow3: ApiGeneration = { kind: 'airflow-3', major: 3, versionPath: '/api/v2/version' };

const versionInfo = z.object({ version: z.string().min(1).max(100) });

/** What stands at a generation's place; null: that generation is not there. */
export async function probeVersion(world: CallWorld, { versionPath }: ApiGeneration): Promise<string | null> {
  const call = createCall<VersionOperations>(world, { getVersion: { method: 'GET', template: versionPath } }, {});
  try {
    return (await call('getVersion', versionInfo, { path: {}, body: null, isWrite: false })).version;
  } catch (error) {
    if (error instanceof AirflowError && error.code === 'not-found') return null;
    throw error;
  }
}

/**
 * The server's version, asked once and remembered. Rejects where it is another generation of Airflow or none at all:
 * there each answer "not found" would be about the path and not about the run.
 */
export function createVersionReader(world: CallWorld, generation: ApiGeneration): () => Promise<Version> {
  let known: Promise<Version> | null = null;
  const read = async (): Promise<Version> => {
    const written = await probeVersion(world, generation);
    const version = written === null ? null : parseVersion(written);
    if (version !== null && version[0] === generation.major) return version;
    const found = version === null ? 'no Airflow with this API is there' : `it is Airflow ${renderVersion(version)}`;
    const asked = { operation: 'getVersion', deployment: world.deployment, isWrite: false };
    const message = `${found}: look at \`kind\` and \`baseUrl\` (\`airmend doctor\` names the right kind)`;
    throw createFailure(asked, 'unreadable-answer', message, { mayHaveExecuted: false });
  };
  return () => {
    known ??= read().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

/** A call that is made only once the version is known. */
export function afterVersion<Operations extends Shapes<Operations>>(
  call: Call<Operations>,
  version: () => Promise<Version>,
): Call<Operations> {
  return async (operation, schema, input) => {
    await version();
    return call(operation, schema, input);
  };
}
