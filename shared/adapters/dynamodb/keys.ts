import { createHash } from 'node:crypto';
import type { RunKey } from '../../core/airflow/run.ts';

/** DynamoDB's partition keys hold 2,048 bytes; longer ids are cut and told apart by a hash. */
const partCharsMax = 300;

/** The item's place in the table. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

export function incidentKey(run: RunKey): ItemKey {
  return { pk: runPartition(run), sk: 'INCIDENT' };
}

/** Looks of one run, in time order. */
export function lookKey(run: RunKey, now: number): ItemKey {
  return { pk: runPartition(run), sk: `LOOK#${new Date(now).toISOString()}` };
}

export function runPartition({ deploymentId, dagId, dagRunId }: RunKey): string {
  return ['RUN', deploymentId, dagId, dagRunId].map(keyPart).join('#');
}

export function controlKey(deploymentId: string): ItemKey {
  return { pk: `DEPLOYMENT#${keyPart(deploymentId)}`, sk: 'CONTROL' };
}

export function budgetKey(deploymentId: string): ItemKey {
  return { pk: `DEPLOYMENT#${keyPart(deploymentId)}`, sk: 'BUDGET' };
}

export function dagKey(deploymentId: string, dagId: string): ItemKey {
  return { pk: `DEPLOYMENT#${keyPart(deploymentId)}`, sk: `DAG#${keyPart(dagId)}` };
}

/** The index's partition of everything that is due some day. */
export const duePartition = 'DUE';

/** The index's partition of the incidents that closed on one day (UTC). */
export function closedPartition(closedAt: number): string {
  return `CLOSED#${new Date(closedAt).toISOString().slice(0, 10)}`;
}

/** No two ids share a part: the separator is escaped, a long id ends with its hash. */
function keyPart(id: string): string {
  const escaped = encodeURIComponent(id);
  if (escaped.length <= partCharsMax) return escaped;
  return `${escaped.slice(0, partCharsMax)}~${createHash('sha256').update(id).digest('hex')}`;
}
