/**
 * One item per deployment: what must be quick and needs no deploy (pause), and what a deployment has learned
 * (health, since when it is looked after, since when each rule may act). Times are epoch ms.
 */
export interface Control {
  readonly deploymentId: string;
  /** The deployment's first sweep, or earlier where the config says so; null before. Never moved back. */
  readonly adoptedAt: number | null;
  /** Per rule name (and `otherwise`): since when its effective mode allows acting. */
  readonly enforcedSince: Readonly<Record<string, number>>;
  readonly pauses: readonly Pause[];
  readonly health: Health;
  /** When each cause that holds the whole deployment was last told, and by which notification. */
  readonly told: Readonly<Record<string, Told>>;
}

export interface Told {
  readonly at: number;
  readonly notificationId: string;
}

/** Nothing is written while a pause covers the run. */
export interface Pause {
  readonly scope: { readonly dagId: string | null; readonly dagRunId: string | null };
  readonly by: string;
  readonly reason: string;
  readonly since: number;
  /** Null: until somebody resumes. */
  readonly until: number | null;
}

/** Whether the deployment's API answers. Closed after repeated trouble, released in steps. */
export interface Health {
  readonly failures: number;
  readonly closedAt: number | null;
  readonly lastCode: string | null;
  /** While closed: the one look that may try next. */
  readonly probeAt: number | null;
  /** After closing: how many looks a minute may pass, doubling; null when fully open. */
  readonly release: { readonly step: number; readonly since: number; readonly passed: number } | null;
}

/** A deployment that was never seen. */
export function newControl(deploymentId: string): Control {
  return {
    deploymentId,
    adoptedAt: null,
    enforcedSince: {},
    pauses: [],
    health: { failures: 0, closedAt: null, lastCode: null, probeAt: null, release: null },
    told: {},
  };
}

/** The pause that covers a run now, if any. */
export function coveringPause(control: Control, run: { dagId: string; dagRunId: string }, now: number): Pause | null {
  return (
    control.pauses.find(
      ({ scope, until }) =>
        (until === null || until > now) &&
        (scope.dagId === null || scope.dagId === run.dagId) &&
        (scope.dagRunId === null || scope.dagRunId === run.dagRunId),
    ) ?? null
  );
}

/**
 * Takes the telling of a deployment's cause for one notification, unless another one told it at or after `since`.
 * One that is sent again takes it anew: it names the runs that wait now. The time is never moved back.
 */
export function claimTelling(
  control: Control,
  { cause, since }: { cause: string; since: number },
  told: Told,
): Control {
  const known = Object.hasOwn(control.told, cause) ? control.told[cause] : undefined;
  const byAnother = known !== undefined && known.notificationId !== told.notificationId;
  if (byAnother && known.at >= since) return control;
  const at = byAnother ? told.at : Math.max(known?.at ?? told.at, told.at);
  return { ...control, told: { ...control.told, [cause]: { ...told, at } } };
}
