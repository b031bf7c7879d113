import { until, type World } from '../world.ts';

/** A failed run that no alert told of is found by the schedule: its DAG stands in the config. */
export async function sweepFinds(world: World): Promise<string> {
  const dagRunId = await world.failedRun('nightly');
  await until('the failed run is found and recovers', () => world.isRecovered('nightly', dagRunId));
  return 'found by discovery, and recovered';
}
