import type { World } from '../world.ts';

/** An alert at the deployed URL ends in a cleared task, a run that recovers and an incident in the deployed table. */
export async function alertRecovers(world: World): Promise<string> {
  const dagRunId = await world.failedRun('etl');
  await world.alert('etl', dagRunId);
  const { closing, story } = await world.closed('etl', dagRunId);
  if (closing?.outcome !== 'remedied') throw new Error(`the incident ended as ${closing?.outcome}: ${closing?.reason}`);
  if (!world.isRecovered('etl', dagRunId)) throw new Error('the run has not recovered');
  return `remedied, in ${story.length} entries of its story`;
}
