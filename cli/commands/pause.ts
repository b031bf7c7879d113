import type { Control, Pause } from '../../shared/core/incident/control.ts';
import { parseDuration } from '../../shared/core/policy/duration.ts';
import { swapControl } from '../../shared/look/swap.ts';
import { type LedgerOptions, withLedger } from '../open-ledger.ts';
import { type DeploymentOptions, deploymentIdOf } from '../run-argument.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface PauseOptions extends LedgerOptions, DeploymentOptions {
  readonly dag?: string;
  readonly run?: string;
  readonly reason?: string;
  readonly for?: string;
  readonly by?: string;
}

/** `airmend pause`: no write that begins later is sent, until it is resumed or its time is over. */
export async function pause(options: PauseOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.reason === undefined)
    throw new UsageError('say why with --reason: whoever is told of a held failure reads it');
  const now = Date.now();
  const until = options.for === undefined ? null : now + parseFor(options.for);
  const added: Pause = {
    scope: scopeOf(options),
    by: options.by ?? process.env['USER'] ?? 'somebody',
    reason: options.reason,
    since: now,
    until,
  };
  const deploymentId = deploymentIdOf(options, options.sandbox === true);
  await withLedger(options, (ledger) =>
    swapControl(ledger, deploymentId, (control) => ({
      ...control,
      pauses: [...withoutScope(control, added.scope), added],
    })),
  );
  terminal.write(
    `paused ${describeScope(added.scope, deploymentId)}${until === null ? '' : ` until ${new Date(until).toISOString()}`}`,
  );
  return exitCodes.fine;
}

/** `airmend resume`: takes back the pause of the same scope, also one that Airmend set itself. */
export async function resume(options: PauseOptions, terminal: Terminal): Promise<ExitCode> {
  const scope = scopeOf(options);
  const deploymentId = deploymentIdOf(options, options.sandbox === true);
  const wasPaused = await withLedger(options, async (ledger) => {
    const before = (await ledger.readControl(deploymentId))?.item.pauses.length ?? 0;
    const after = await swapControl(ledger, deploymentId, (control) => ({
      ...control,
      pauses: withoutScope(control, scope),
    }));
    return after.pauses.length < before;
  });
  terminal.write(
    wasPaused
      ? `resumed ${describeScope(scope, deploymentId)}`
      : `${describeScope(scope, deploymentId)} was not paused`,
  );
  return wasPaused ? exitCodes.fine : exitCodes.faulty;
}

function scopeOf({ dag, run }: PauseOptions): Pause['scope'] {
  if (run !== undefined && dag === undefined) throw new UsageError('--run needs --dag: a run id alone names no run');
  return { dagId: dag ?? null, dagRunId: run ?? null };
}

function withoutScope({ pauses }: Control, { dagId, dagRunId }: Pause['scope']): Pause[] {
  return pauses.filter(({ scope }) => scope.dagId !== dagId || scope.dagRunId !== dagRunId);
}

function describeScope({ dagId, dagRunId }: Pause['scope'], deploymentId: string): string {
  return [deploymentId, dagId, dagRunId].filter((part) => part !== null).join(' / ');
}

function parseFor(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === undefined) throw new UsageError(`--for ${text}: write a duration like 30m, 6h or 2d`);
  return durationMs;
}
