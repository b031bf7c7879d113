import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readRecordedRequest, verifyRecordedRequest } from '../../../../cli/recorded-request.ts';
import { readBody } from '../../../../shared/core/sources/read-body.ts';
import type { ReportDraft } from '../../../../shared/core/sources/report-draft.ts';
import { sourceKinds } from '../../../../shared/core/sources/source-kinds.ts';
import { sources } from '../../../../shared/core/sources/sources.ts';

interface Expected {
  readonly [key: string]: unknown;
  readonly labels: Record<string, string>;
  readonly error: string | null;
  readonly occurredAt: string | null;
}

const folder = fileURLToPath(new URL('../../../samples/', import.meta.url));
const samples = sourceKinds.flatMap((kind) => {
  const names = readdirSync(folder).includes(kind) ? readdirSync(`${folder}${kind}`) : [];
  const endings = names.filter((name) => /^\d\d-.*\.expect\.json$/.test(name));
  return endings.map((name) => ({
    kind,
    sample: name.replace('.expect.json', ''),
    headers: names.includes(name.replace('.expect.', '.headers.')),
  }));
});

describe.each(samples)('the sample $kind/$sample', ({ kind, sample, headers }) => {
  const file = `${folder}${kind}/${sample}`;
  const request = readRecordedRequest({
    payload: `${file}.json`,
    headers: headers ? `${file}.headers.json` : undefined,
  });
  const source = sources.get(kind);
  const expected: Expected[] = JSON.parse(readFileSync(`${file}.expect.json`, 'utf8'));

  if (headers) {
    test('is proved its sender’s', () => {
      expect(verifyRecordedRequest(request, request.verifyAt)).toMatchObject({ ok: true });
    });
  }

  test('becomes the reports that are expected', () => {
    expect(source).toBeDefined();
    if (source === undefined) return;
    const reading = readBody(source, request.body, { headers: request.headers });
    if (reading.kind !== 'read') throw new Error(JSON.stringify(reading));
    expect(reading.drafts).toHaveLength(expected.length);
    for (const one of expected) expect(differences(one, nearest(one, reading.drafts))).toEqual([]);
  });
});

function nearest(expected: Expected, drafts: readonly ReportDraft[]): ReportDraft | undefined {
  return drafts.toSorted((one, other) => differences(expected, one).length - differences(expected, other).length)[0];
}

/** As the samples' README says how an expectation is compared. */
function differences(expected: Expected, actual: ReportDraft | undefined): string[] {
  if (actual === undefined) return ['there is no report'];
  const ids = ['organizationId', 'workspaceId', 'deploymentId', 'dagId', 'dagRunId', 'taskId', 'tryNumber'] as const;
  const different: string[] = ids.filter((id) => expected[id] !== actual[id]);
  if ((expected['mapIndex'] ?? -1) !== (actual.mapIndex ?? -1)) different.push('mapIndex');
  for (const key of ['state', 'logUrl', 'severity', 'resolved'] as const)
    if (expected[key] !== null && expected[key] !== actual[key]) different.push(key);
  if (expected.error !== null && !actual.error?.includes(expected.error)) different.push('error');
  const at = expected.occurredAt === null ? null : Date.parse(expected.occurredAt);
  if (at !== null && Math.abs(at - (actual.occurredAt ?? 0)) > 1_000) different.push('occurredAt');
  const labels = new Set(Object.values(actual.labels));
  for (const [name, value] of Object.entries(expected.labels)) if (!labels.has(value)) different.push(`label ${name}`);
  return different;
}
