import type { Control, Pause } from '../../shared/core/incident/control.ts';
import { type Ledger, LedgerError } from '../../shared/ports/ledger.ts';
import { renderAge, renderSpan } from '../render-span.ts';
import { type Found, findingsOf } from './finding.ts';
import { deploymentsOf, type Installation } from './installation.ts';

const dueMax = 500;
const incidentsMax = 1_000;
const minuteMs = 60_000;

/** Whether the sweep runs, and what is held back. */
export async function examineLedger(installation: Installation): Promise<Found[]> {
  const { ledger } = installation;
  const { bad, warning } = findingsOf(null);
  if (!ledger.ok) return [warning('it was not looked at', ledger.why)];
  try {
    const perDeployment = await Promise.all(
      deploymentsOf(installation).map(async ({ name, deploymentId }) => {
        const control = await ledger.value.readControl(deploymentId);
        return examineControl(name, control?.item ?? null, installation.now);
      }),
    );
    return [...(await examineWork(ledger.value, installation)), ...perDeployment.flat()];
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return [bad(error.message, 'are the region, the credentials and the table those of the stack?')];
  }
}

async function examineWork(ledger: Ledger, { config, now }: Installation): Promise<Found[]> {
  const { good, note, bad } = findingsOf(null);
  const due = await ledger.listDue(now, dueMax);
  const oldest = due[0]?.dueAt ?? now;
  // What the sweep queues it leases, and then it is not due: only what it left behind grows old.
  const late = now - oldest > 3 * config.intervals.sweep + minuteMs;
  const open = (await ledger.listIncidents({ limit: incidentsMax, closedSince: now, now })).filter(
    ({ dueAt }) => dueAt !== null,
  );
  return [
    late
      ? bad(
          `${due.length}${due.length === dueMax ? ' or more' : ''} look(s) are overdue, the oldest by ${renderSpan(now - oldest)}: the sweep does not run, or can not keep up`,
          "is its schedule enabled? the sweep function's log says what fails",
        )
      : good('no look is overdue: the sweep runs'),
    ...(open.length > 0
      ? [note(`${open.length} incident(s) are open`, '`airmend incidents list --open` shows them')]
      : []),
  ];
}

function examineControl(name: string, control: Control | null, now: number): Found[] {
  const { good, bad } = findingsOf(name);
  if (control === null || control.adoptedAt === null)
    return [
      bad(
        'the sweep has not seen it yet: nothing is acted on',
        'wait a minute after a deploy; else look at the log of the sweep function',
      ),
    ];
  const pauses = control.pauses.filter(({ until }) => until === null || until > now);
  return [
    good(`looked after since ${new Date(control.adoptedAt).toISOString()}`),
    ...examineHealth(name, control, now),
    ...pauses.map((pause) => examinePause(name, pause)),
  ];
}

function examineHealth(name: string, { health }: Control, now: number): Found[] {
  const { bad, note } = findingsOf(name);
  const { closedAt, lastCode, failures, release } = health;
  if (closedAt !== null)
    return [
      bad(
        `closed ${renderAge(now - closedAt)} after repeated trouble with its API (${lastCode ?? 'unknown'}): one probe a minute`,
        'it opens by itself once the API answers; see the checks of its token and its API here',
      ),
    ];
  if (release !== null) return [note('its API answers again: held looks are released in steps')];
  return failures > 0 ? [note(`its API failed the last ${failures} look(s) (${lastCode ?? 'unknown'})`)] : [];
}

function examinePause(name: string, { scope, by, reason, until }: Pause): Found {
  const { warning } = findingsOf(name);
  const { dagId, dagRunId } = scope;
  const subject = [dagId, dagRunId].filter((part) => part !== null).join('/');
  const options = [
    `--deployment ${name}`,
    ...(dagId === null ? [] : [`--dag ${dagId}`]),
    ...(dagRunId === null ? [] : [`--run ${dagRunId}`]),
  ];
  return warning(
    `${subject === '' ? 'all of it' : subject} is paused by ${by}${until === null ? '' : ` until ${new Date(until).toISOString()}`}: ${reason}`,
    `airmend resume ${options.join(' ')}`,
  );
}
