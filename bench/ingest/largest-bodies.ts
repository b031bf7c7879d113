/** Bodies as large as ingest takes them, each the worst of its kind for something. */
export function largestBodies(): { readonly name: string; readonly body: Buffer }[] {
  const alert = (index: number, filler: string) => ({
    status: 'firing',
    labels: {
      alertname: 'AirflowTaskFailing',
      dag_id: `dag_${index}`,
      task_id: 'load',
      severity: 'critical',
      team: 'data',
    },
    annotations: { summary: `load failed ${filler}`, description: `1 failure of load in 5m ${filler}` },
    startsAt: '2026-08-01T02:15:12.411Z',
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint: `3f1b0c9ad2e4${index}`,
  });
  const alerts = (count: number, filler: string) =>
    JSON.stringify({ alerts: Array.from({ length: count }, (_, index) => alert(index, filler)) });
  const one = (text: string) => JSON.stringify({ alerts: [{ ...alert(0, ''), annotations: { description: text } }] });
  const chars = 1_040_000;
  return [
    { name: '1,000 alerts', body: Buffer.from(alerts(1_000, 'x'.repeat(290))) },
    { name: '1,500 alerts', body: Buffer.from(alerts(1_500, 'x'.repeat(140))) },
    { name: 'one huge text', body: Buffer.from(one('a'.repeat(chars))) },
    { name: 'one huge text with identity keys', body: Buffer.from(one('airflow|a|b|c '.repeat(chars / 14))) },
    { name: 'one huge text of quotes', body: Buffer.from(one('"'.repeat(chars / 2))) },
    {
      name: 'a list of numbers',
      body: Buffer.from(JSON.stringify({ alerts: Array.from({ length: 500_000 }, () => 1) })),
    },
    { name: 'a list of empty lists', body: Buffer.from(`{"alerts":[],"x":[${'[],'.repeat(340_000)}[]]}`) },
    {
      name: '20,000 labels',
      body: Buffer.from(
        JSON.stringify({
          alerts: [
            {
              ...alert(0, ''),
              labels: Object.fromEntries(
                Array.from({ length: 19_000 }, (_, index) => [`label_${index}`, 'x'.repeat(30)]),
              ),
            },
          ],
        }),
      ),
    },
  ];
}
