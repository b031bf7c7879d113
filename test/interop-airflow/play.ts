import { isDeepStrictEqual } from 'node:util';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { deploymentId, source } from './documents.ts';
import type { RunName } from './person.ts';
import type { RealAirflow } from './real-airflow.ts';
import { wait } from './run-command.ts';
import { renderTasks, type Stage, type Story, stories } from './stories.ts';

const adoptionLimitMs = 60_000;
const storyLimitMs = 300_000;
const pollMs = 2_000;

export interface Told {
  readonly story: Story;
  /** Null: it ended as it must. */
  readonly wrong: string | null;
  readonly seconds: number;
}

/** Plays all stories at once in a real Airflow, with Airmend looking after it. */
export async function playStories(sandbox: Sandbox, airflow: RealAirflow): Promise<Told[]> {
  await untilAdopted(sandbox);
  const startedAt = Date.now();
  return Promise.all(
    stories.map(async (story): Promise<Told> => {
      const run = { dagId: story.dagId, dagRunId: `interop-${startedAt}` };
      const wrong = await playStory(story, run, { sandbox, airflow }).catch((error: unknown) => String(error));
      return { story, wrong, seconds: (Date.now() - startedAt) / 1_000 };
    }),
  );
}

async function untilAdopted({ ledger }: Sandbox): Promise<void> {
  const until = Date.now() + adoptionLimitMs;
  while ((await ledger.readControl(deploymentId)) === null) {
    if (Date.now() > until) throw new Error('the sweep did not adopt the deployment');
    await wait(pollMs);
  }
}

interface World {
  readonly sandbox: Sandbox;
  readonly airflow: RealAirflow;
}

async function playStory(story: Story, run: RunName, world: World): Promise<string | null> {
  const { person } = world.airflow;
  const until = Date.now() + storyLimitMs;
  await person.triggers(run.dagId, run.dagRunId);
  await story.act?.(createStage(run, world));
  for (;;) {
    const wrong = await findWrong(story, run, world);
    if (wrong === null || Date.now() > until) return wrong;
    await wait(pollMs);
  }
}

async function findWrong(story: Story, run: RunName, { sandbox, airflow }: World): Promise<string | null> {
  const incident = (await sandbox.ledger.readIncident({ ...run, deploymentId }))?.item;
  const ending = incident?.closing?.outcome ?? 'open';
  if (!story.outcomes.some((outcome) => outcome === ending))
    return `its outcome is ${ending}, not ${story.outcomes.join(' or ')}: ${incident?.story.at(-1)?.text ?? ''}`;
  const state = await airflow.person.seesRun(run);
  if (state !== story.runState) return `its run is ${state}, not ${story.runState}`;
  const tasks = renderTasks(await airflow.person.seesTasks(run));
  return isDeepStrictEqual(tasks, [...story.tasks].sort()) ? null : `its task instances are ${tasks.join(', ')}`;
}

function createStage(run: RunName, { sandbox, airflow }: World): Stage {
  return {
    run,
    person: airflow.person,
    async alerts(taskId) {
      const answer = await fetch(`${sandbox.service.ingestUrl}/${source}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.sourceSecret(source)}` },
        body: JSON.stringify({ reports: [{ ...run, taskId }] }),
      });
      if (answer.status !== 202) throw new Error(`the alert was answered ${answer.status}`);
    },
    async writes() {
      const incident = (await sandbox.ledger.readIncident({ ...run, deploymentId }))?.item;
      return (incident?.cases ?? []).reduce((sum, one) => sum + one.writes, 0);
    },
  };
}
