/** A release of Airflow. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Reads `3.1.8`, `2.10.5+astro.1`, `3.0.0rc1`; null: it is none. */
export function parseVersion(written: string): Version | null {
  const parts = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?/.exec(written.trim());
  return parts === null ? null : [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? '0')];
}

export function isBefore(one: Version, other: Version): boolean {
  const place = one.findIndex((part, index) => part !== other[index]);
  return place !== -1 && (one[place] ?? 0) < (other[place] ?? 0);
}

export function renderVersion(version: Version): string {
  return version.join('.');
}
