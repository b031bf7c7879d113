import type { Control, Health } from './control.ts';

/** Consecutive failures of a deployment's API after which it is closed. */
export const failuresUntilClosed = 3;
/** How many looks a minute pass after a closed deployment answers again; then it is fully open. */
const releaseSteps: readonly number[] = [1, 2, 4, 8];
const releaseWindowMs = 60_000;

export type Admission =
  | { readonly kind: 'admitted'; readonly control: Control }
  /** Not now; the control is unchanged. */
  | { readonly kind: 'deferred'; readonly until: number; readonly reason: string };

/** Whether one more look may ask the deployment's API now. While it is closed one probe passes at a time; then they are released in steps. */
export function admitLook(control: Control, times: { now: number; probeEveryMs: number }): Admission {
  const { health } = control;
  const { now, probeEveryMs } = times;
  if (health.closedAt !== null) {
    if (health.probeAt !== null && health.probeAt > now) {
      return {
        kind: 'deferred',
        until: health.probeAt,
        reason: `the deployment is closed after repeated trouble (${health.lastCode ?? 'unknown'})`,
      };
    }
    return { kind: 'admitted', control: withHealth(control, { ...health, probeAt: now + probeEveryMs }) };
  }
  if (health.release === null) return { kind: 'admitted', control };
  return release(control, health.release, now);
}

function release(control: Control, { step, since, passed }: NonNullable<Health['release']>, now: number): Admission {
  const windows = Math.floor((now - since) / releaseWindowMs);
  const current = step + windows;
  const limit = releaseSteps[current];
  if (limit === undefined)
    return { kind: 'admitted', control: withHealth(control, { ...control.health, release: null }) };
  const startedAt = since + windows * releaseWindowMs;
  const counted = windows === 0 ? passed : 0;
  if (counted >= limit) {
    return {
      kind: 'deferred',
      until: startedAt + releaseWindowMs,
      reason: 'the deployment answers again and held looks are released in steps',
    };
  }
  return {
    kind: 'admitted',
    control: withHealth(control, {
      ...control.health,
      release: { step: current, since: startedAt, passed: counted + 1 },
    }),
  };
}

/** The deployment's API failed a look. The third in a row closes it. */
export function noteTrouble(control: Control, trouble: { code: string; now: number; probeEveryMs: number }): Control {
  const { health } = control;
  const failures = health.failures + 1;
  const closes = failures >= failuresUntilClosed;
  return withHealth(control, {
    failures,
    lastCode: trouble.code,
    closedAt: health.closedAt ?? (closes ? trouble.now : null),
    probeAt: closes ? trouble.now + trouble.probeEveryMs : null,
    release: null,
  });
}

/** The deployment's API answered a look. */
export function noteAnswer(control: Control, now: number): Control {
  const { health } = control;
  if (health.failures === 0 && health.closedAt === null) return control;
  const release = health.closedAt === null ? health.release : { step: 0, since: now, passed: 1 };
  return withHealth(control, { failures: 0, lastCode: null, closedAt: null, probeAt: null, release });
}

function withHealth(control: Control, health: Health): Control {
  return { ...control, health };
}
