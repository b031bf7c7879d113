import { redact } from '../../shared/core/classify/redact.ts';
import type { Hint } from '../../shared/core/incident/begin-look.ts';
import type { FailureReport } from '../../shared/core/incident/failure-report.ts';
import { parseWorkMessage, type WorkMessage } from '../../shared/core/incident/work-message.ts';
import { discoverDag } from '../../shared/look/discover.ts';
import { look } from '../../shared/look/look.ts';
import type { LookWorld } from '../../shared/look/look-world.ts';
import type { Journal } from '../../shared/ports/journal.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import type { ParkingQueue } from '../../shared/ports/queue.ts';
import { createTurns } from './in-turn.ts';

/** A message of the queue, and until when its work must be done (epoch ms). */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly deadlineAt: number;
}

export interface RemediateParts {
  readonly ledger: Ledger;
  readonly parking: ParkingQueue;
  readonly journal: Journal;
  readonly clock: () => number;
  /** By the deployment's name; undefined: the config does not know it. */
  readonly worldOf: (deployment: string, deadlineAt: number) => Promise<LookWorld> | LookWorld | undefined;
}

/** A DAG that an alert named is searched for failed runs this long after. */
const interestMs = 30 * 24 * 3_600_000;

/** Turns one queue message into one look or one discovery. Rejects only where SQS should deliver it again. */
export function createRemediate(parts: RemediateParts): (message: QueuedMessage) => Promise<void> {
  const inTurn = createTurns();
  return async (queued) => {
    const parsed = parseWorkMessage(queued.body);
    if (parsed.kind === 'newer') throw new NewerMessageError(parsed.version);
    if (parsed.kind === 'foreign') return park(parts, queued, parsed.why);
    const { message } = parsed;
    const deployment = message.type === 'report' ? message.report.deployment : message.deployment;
    const world = await parts.worldOf(deployment, queued.deadlineAt);
    if (world === undefined) return park(parts, queued, `the config has no deployment named ${deployment}`);
    if (message.type !== 'report') return work(parts, world, message);
    const { dagId, dagRunId } = message.report;
    // Of alerts that arrive together the first one's look covers the rest; side by side each would begin its own.
    await inTurn(JSON.stringify([deployment, dagId, dagRunId]), () => work(parts, world, message));
  };
}

/** A message of newer code waits in the queue until this code is replaced. */
export class NewerMessageError extends Error {
  override readonly name = 'NewerMessageError';
  constructor(version: number) {
    super(`the message has form ${version}, which newer code wrote: it is left in the queue`);
  }
}

async function work(parts: RemediateParts, world: LookWorld, message: WorkMessage): Promise<void> {
  const { deploymentId } = world.deployment;
  switch (message.type) {
    case 'look':
      await look({ deploymentId, dagId: message.dagId, dagRunId: message.dagRunId }, null, world);
      return;
    case 'discover':
      return message.dagId === null ? discoverAll(parts, world) : discoverDag(message.dagId, null, world);
    case 'report':
      return followReport(parts, world, message.report, message.receivedAt);
  }
}

async function followReport(
  parts: RemediateParts,
  world: LookWorld,
  report: FailureReport,
  receivedAt: number,
): Promise<void> {
  const hint: Hint = { receivedAt, report: withoutSecrets(report) };
  const { deploymentId } = world.deployment;
  const { dagId, dagRunId } = report;
  if (dagId === null) {
    const reason = 'an alert without a DAG: every known DAG is searched';
    parts.journal.note({
      event: 'hint-noted',
      reportId: report.reportId,
      deployment: report.deployment,
      dagId: null,
      runs: 0,
      reason,
    });
    return discoverAll(parts, world);
  }
  const looked = dagRunId === null || (await look({ deploymentId, dagId, dagRunId }, hint, world));
  // A covered hint changes nothing: the look that covers it has noted the DAG.
  if (looked) await parts.ledger.recordDagOfInterest(interestIn(world, dagId, parts.clock()));
  if (dagRunId === null) await discoverDag(dagId, { ...hint, beganAt: report.occurredAt ?? receivedAt }, world);
}

/** What an alert says of the error is written down and told: no more of it than of a log. */
function withoutSecrets(report: FailureReport): FailureReport {
  return report.error === null ? report : { ...report, error: redact(report.error) };
}

function interestIn({ deployment, settings }: LookWorld, dagId: string, now: number) {
  const { deploymentId, name } = deployment;
  return { deploymentId, deployment: name, dagId, dueAt: now + settings.discoveryEveryMs, forgetAt: now + interestMs };
}

async function discoverAll(
  { ledger, clock }: RemediateParts,
  { deployment: { deploymentId } }: LookWorld,
): Promise<void> {
  const dueAt = clock();
  for (const dagId of await ledger.listDagsOfInterest(deploymentId))
    await ledger.recordDiscovered({ deploymentId, dagId, dueAt });
}

async function park(
  { parking, journal }: RemediateParts,
  { body, messageId }: QueuedMessage,
  reason: string,
): Promise<void> {
  await parking.park({ body, messageId, reason });
  journal.note({ event: 'message-parked', messageId, reason });
}
