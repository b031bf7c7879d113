import { apiAddressOf } from '../../shared/core/config/deployment-config.ts';
import { UsageError } from '../usage-error.ts';
import { type Found, findingsOf } from './finding.ts';
import { deploymentsOf, type Installation } from './installation.ts';

/** A hint is covered by a look that begins so long after it; clocks that differ by more blur what came first. */
const differenceMax = 5_000;
const waitMs = 5_000;

/** Whether the clocks of AWS (Airmend's own) and of each Airflow agree, by the `Date` of an answer. */
export async function examineClocks(installation: Installation): Promise<Found[]> {
  const aws = await readAheadMs(queueUrlOf(installation));
  const { good, warning, note } = findingsOf('this machine');
  const own =
    aws === null
      ? note('AWS was not asked for its time')
      : Math.abs(aws) <= differenceMax
        ? good('it agrees with AWS')
        : warning(`AWS is ${describe(aws)} it: times and ages shown here are off by that`, 'set its clock');
  const airflows = await Promise.all(
    deploymentsOf(installation).map(async ({ name, deployment }) => {
      const airflow = await readAheadMs(apiAddressOf(name, deployment).baseUrl);
      return examineOne(name, airflow === null ? null : airflow - (aws ?? 0));
    }),
  );
  return [own, ...airflows];
}

function examineOne(name: string, aheadMs: number | null): Found {
  const { good, warning, note } = findingsOf(name);
  if (aheadMs === null) return note('its API did not say its time');
  return Math.abs(aheadMs) <= differenceMax
    ? good('its clock agrees')
    : warning(
        `its clock is ${describe(aheadMs)} Airmend's: failures look older or younger than they are`,
        'set the clock of that host',
      );
}

function queueUrlOf({ queues }: Installation): string | null {
  try {
    return queues.ok ? queues.value.queueUrl() : null;
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

/** How far a server's clock is ahead of ours. Its answer tells whole seconds, and need not be a friendly one. */
async function readAheadMs(url: string | null): Promise<number | null> {
  if (url === null) return null;
  const askedAt = Date.now();
  const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(waitMs) }).catch(
    () => null,
  );
  const date = Date.parse(answer?.headers.get('date') ?? '');
  return Number.isNaN(date) ? null : date + 500 - (askedAt + Date.now()) / 2;
}

function describe(aheadMs: number): string {
  return `${Math.round(Math.abs(aheadMs) / 1_000)} s ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
}
