import { expect, test } from '@jest/globals';
import { openIncident } from '../../shared/core/incident/begin-look.ts';
import type { Incident } from '../../shared/core/incident/incident.ts';
import { ledgers } from '../contract/ledger/ledgers.ts';

const now = Date.parse('2026-11-24T02:00:00Z');

test('lists open incidents, soonest due first, then those closed since, newest first, each as it stands', async () => {
  const { ledger, close } = await openTable();
  const named = (dagRunId: string, given: Partial<Incident>) => ({
    ...openIncident({ deploymentId: 'runtime-1', dagId: 'etl', dagRunId }, 'production', now),
    ...given,
  });
  const closedAt = (at: number) => ({
    dueAt: null,
    closing: { outcome: 'remedied', at, reason: 'x', failing: [], runEndedAt: null } as const,
  });
  const incidents = [
    named('later', { dueAt: now + 9, looks: 3 }),
    named('sooner', { dueAt: now + 1 }),
    named('closed', closedAt(now - 5)),
    named('closed last', closedAt(now - 1)),
    named('closed long ago', closedAt(now - 1_000)),
  ];
  for (const incident of incidents) await ledger.recordIncident(incident, null);
  const [later, sooner, closed, last] = incidents;
  const list = (limit: number, closedSince: number | null) => ledger.listIncidents({ limit, closedSince, now });
  expect(await list(10, now - 10)).toEqual([sooner, later, last, closed]);
  expect(await list(3, now - 10)).toEqual([sooner, later, last]);
  expect(await list(10, null)).toEqual([sooner, later]);
  await close();
});

function openTable() {
  const table = ledgers.find(({ name }) => name === 'DynamoDB');
  if (table === undefined) throw new TypeError('there is no ledger in DynamoDB');
  return table.open();
}
