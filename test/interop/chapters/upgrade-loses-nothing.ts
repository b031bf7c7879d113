import { deployment, type World } from '../world.ts';

const everyMs = 1_500;

/** Alerts keep coming while a changed policy is deployed: each of their runs is remedied, some by the old and some by the new version. */
export async function upgradeLosesNothing(world: World, policy: unknown): Promise<string> {
  const runs: { dagId: string; dagRunId: string }[] = [];
  let isDeployed = false;
  const deploying = world.stack.deploy(policy).then(() => {
    isDeployed = true;
  });
  for (let last = false; !last; ) {
    last = isDeployed;
    const dagId = `batch_${runs.length}`;
    const dagRunId = await world.failedRun(dagId);
    await world.alert(dagId, dagRunId);
    runs.push({ dagId, dagRunId });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  await deploying;
  const policies = new Set<string>();
  for (const { dagId, dagRunId } of runs) {
    const { closing } = await world.closed(dagId, dagRunId);
    if (closing?.outcome !== 'remedied') throw new Error(`${dagId} ended as ${closing?.outcome}: ${closing?.reason}`);
    const looks = await world.ledger.listLooks({ deploymentId: deployment.runtimeId, dagId, dagRunId }, 20);
    for (const { policyHash } of looks) policies.add(policyHash);
  }
  if (policies.size !== 2) throw new Error(`the looks were decided by ${policies.size} policies, not by two`);
  return `${runs.length} runs remedied across the deploy, decided by the old policy and the new one`;
}
