import { examineApis } from './examine-api.ts';
import { examineClocks } from './examine-clocks.ts';
import { examineConfig, examinePolicy } from './examine-documents.ts';
import { examineLedger } from './examine-ledger.ts';
import { examineQueues } from './examine-queues.ts';
import { examineSourceSecrets, examineTokens } from './examine-secrets.ts';
import type { Finding, Found } from './finding.ts';
import type { Installation } from './installation.ts';

type Check = (installation: Installation) => Found[] | Promise<Found[]>;

/** In the order in which a person would look: what stands first often explains what follows. */
const checks: readonly (readonly [name: string, check: Check])[] = [
  ['config', examineConfig],
  ['policy', examinePolicy],
  ['token', examineTokens],
  ['source secret', examineSourceSecrets],
  ['ledger', examineLedger],
  ['queues', examineQueues],
  ['clock', examineClocks],
];

/** Looks at an installation from all sides. Changes nothing: reads, and dry runs in the place of writes. */
export async function examine(installation: Installation): Promise<Finding[]> {
  const [found, apis] = await Promise.all([
    Promise.all(checks.map(([, check]) => check(installation))),
    examineApis(installation),
  ]);
  const findings = [
    ...found.flatMap((some, index) => some.map((one) => ({ check: checks[index]?.[0] ?? '', ...one }))),
    ...apis,
  ];
  // Of several deployments, what concerns one question stands together.
  return [...Map.groupBy(findings, ({ check }) => check).values()].flat();
}
