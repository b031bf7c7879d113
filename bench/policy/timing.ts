/** The time of one call in nanoseconds: alternating passes of all contenders, for each the median of seven, or as it is wanted. */
export async function compareTimes(
  contenders: Readonly<Record<string, () => unknown>>,
  { passes = 7, statistic = median }: { passes?: number; statistic?: (times: readonly number[]) => number } = {},
): Promise<Record<string, number>> {
  const times = new Map<string, number[]>(Object.keys(contenders).map((name) => [name, []]));
  for (const run of Object.values(contenders)) await run(); // warm
  for (let pass = 0; pass < passes; pass += 1) {
    for (const [name, run] of Object.entries(contenders)) {
      const began = process.hrtime.bigint();
      await run();
      times.get(name)?.push(Number(process.hrtime.bigint() - began));
    }
  }
  return Object.fromEntries([...times].map(([name, taken]) => [name, statistic(taken)]));
}

/** On a machine that others use too, the pass that was disturbed least. */
export function fastest(values: readonly number[]): number {
  return Math.min(...values);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
