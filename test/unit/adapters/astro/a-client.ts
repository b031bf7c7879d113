import type { AstroAirflowOptions } from '../../../../shared/adapters/astro/astro.ts';
import type { Token } from '../../../../shared/airflow-http/token.ts';
import { AirflowError } from '../../../../shared/core/airflow/airflow-error.ts';

export const theToken = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhaXJtZW5kIn0.a-signature';

/** A token that is always good. */
export const aToken: Token = { scheme: 'Bearer', use: (_asked, attempt) => attempt(theToken) };

export interface AClock {
  readonly slept: number[];
  at: number;
  now(): number;
  random(): number;
  sleep(ms: number): Promise<void>;
}

/** A clock that only sleeping moves on. */
export function aClock(at = Date.parse('2026-01-05T12:00:00Z')): AClock {
  const clock: AClock = {
    slept: [],
    at,
    now: () => clock.at,
    random: () => 0,
    async sleep(ms) {
      clock.slept.push(ms);
      clock.at += ms;
    },
  };
  return clock;
}

export function options(baseUrl: string, more: Partial<AstroAirflowOptions> = {}): AstroAirflowOptions {
  return {
    deployment: 'production',
    organizationId: 'org',
    workspaceId: 'ws',
    runtimeId: 'rt',
    baseUrl,
    token: aToken,
    clock: aClock(),
    ...more,
  };
}

/** The error of ours that it ends with; throws where it ends otherwise. */
export async function failureOf(action: Promise<unknown>): Promise<AirflowError> {
  const ended: unknown = await action.catch((error: unknown) => error);
  if (ended instanceof AirflowError) return ended;
  throw new Error('ended without an AirflowError', { cause: ended });
}

export const runBase = '/v1alpha1/organizations/org/workspaces/ws/runtimes/rt';

export const aClear = {
  dagId: 'orders',
  dagRunId: 'scheduled__2026-01-05T00:00:00+00:00',
  taskIds: ['load'],
  isDryRun: false,
  onlyFailed: true,
  onlyRunning: false,
  includeDownstream: false,
  includeUpstream: false,
  includeFuture: false,
  includePast: false,
  includeSubDags: false,
  includeParentDags: false,
  resetDagRuns: true,
} as const;

export const aRow = (more: object = {}): object => ({
  dagId: 'orders',
  dagRunId: 'r1',
  taskId: 'load',
  mapIndex: -1,
  state: 'failed',
  tryNumber: 1,
  maxTries: 0,
  executionDate: '2026-01-05T00:00:00+00:00',
  startDate: '2026-01-05T00:01:00.123456+00:00',
  endDate: '2026-01-05T00:02:00+00:00',
  duration: 60,
  operator: 'PythonOperator',
  queue: 'default',
  pool: 'default_pool',
  ...more,
});
