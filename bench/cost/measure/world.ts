import { Worker } from 'node:worker_threads';
import type { DagDefinition } from '../../../sandbox/airflow-model/dag-definition.ts';
import type { SimulatedDeployment } from '../../../sandbox/kept-models.ts';
import type { TableUnits } from './dynamodb-units.ts';

export interface WorldSetup {
  readonly deployments: readonly SimulatedDeployment[];
  readonly secrets: Readonly<Record<string, string>>;
  /** One number: epoch ms. */
  readonly clock: SharedArrayBuffer;
}

/** What the world was asked so far. */
export interface Counts {
  /** By operation; Airflow's as `airflow:<operation>`. */
  readonly requests: Readonly<Record<string, number>>;
  readonly units: Readonly<TableUnits>;
}

export type Ask =
  | { readonly kind: 'count' }
  | { readonly kind: 'add-dag'; readonly deployment: string; readonly dag: DagDefinition }
  | { readonly kind: 'trigger'; readonly deployment: string; readonly dagId: string; readonly dagRunId: string };

export type Answer =
  | { readonly kind: 'ready'; readonly astroUrl: string; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: 'counts'; readonly counts: Counts }
  | { readonly kind: 'done' };

/** The emulators, a simulated Astro and a meter before each, in a thread of their own. */
export interface World {
  readonly astroUrl: string;
  /** For the functions. */
  readonly environment: Readonly<Record<string, string>>;
  count(): Promise<Counts>;
  addDag(deployment: string, dag: DagDefinition): Promise<void>;
  trigger(deployment: string, run: { dagId: string; dagRunId: string }): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorld(setup: WorldSetup): Promise<World> {
  const worker = new Worker(new URL('world-worker.ts', import.meta.url), { workerData: setup });
  const next = () =>
    new Promise<Answer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  const ask = async (asked: Ask): Promise<Answer> => {
    const answered = next();
    worker.postMessage(asked);
    return answered;
  };
  const ready = await next();
  if (ready.kind !== 'ready') throw new TypeError('the world did not start');
  const { astroUrl, environment } = ready;
  return {
    astroUrl,
    environment,
    async count() {
      const answer = await ask({ kind: 'count' });
      if (answer.kind !== 'counts') throw new TypeError('the world does not count');
      return answer.counts;
    },
    addDag: async (deployment, dag) => void (await ask({ kind: 'add-dag', deployment, dag })),
    trigger: async (deployment, run) => void (await ask({ kind: 'trigger', deployment, ...run })),
    stop: async () => void (await worker.terminate()),
  };
}
