const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** A span of time in its largest whole unit, like `3 h`. */
export function renderSpan(ms: number): string {
  const [name, length] = units.find(([, unitMs]) => ms >= unitMs) ?? ['s', 1_000];
  return `${Math.floor(Math.max(0, ms) / length)} ${name}`;
}

export function renderAge(ms: number): string {
  return `${renderSpan(ms)} ago`;
}
