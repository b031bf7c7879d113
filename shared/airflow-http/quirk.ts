import type { ApiProblem } from '../ports/airflow.ts';
import { isBefore, type Version } from './version.ts';

/** Where some releases of Airflow differ from what is said of its API. */
export interface Quirk<Name extends string = string> {
  readonly name: Name;
  readonly from: Version;
  /** The first release without it; null: none yet. */
  readonly before: Version | null;
  /** Where it was reported; null: seen on a real Airflow. */
  readonly issue: string | null;
  /** What it means for whoever relies on that release; null: nothing, it only changes what is sent. */
  readonly told: { readonly message: string; readonly help: string | null } | null;
}

export function hasQuirk<Name extends string>(quirks: readonly Quirk<Name>[], name: Name, version: Version): boolean {
  return quirks.some((quirk) => quirk.name === name && affects(quirk, version));
}

/** What a person should know of a release. */
export function describeQuirks(quirks: readonly Quirk[], version: Version): ApiProblem[] {
  return quirks.flatMap(({ name, issue, told, ...bounds }) =>
    told === null || !affects(bounds, version) ? [] : [{ severity: 'limited', code: name, issue, ...told } as const],
  );
}

function affects({ from, before }: Pick<Quirk, 'from' | 'before'>, version: Version): boolean {
  return !isBefore(version, from) && (before === null || isBefore(version, before));
}
