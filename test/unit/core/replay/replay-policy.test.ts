import { describe, expect, test } from '@jest/globals';
import type { RecordedLook } from '../../../../shared/core/decide/recorded-look.ts';
import { decideEpisode } from '../../../../shared/core/replay/decide-episode.ts';
import { gatherEpisodes } from '../../../../shared/core/replay/episode.ts';
import { parseEpisodes } from '../../../../shared/core/replay/parse-episodes.ts';
import { replayPolicy } from '../../../../shared/core/replay/replay-policy.ts';
import { compareReplays, summarizeReplay } from '../../../../shared/core/replay/summarize-replay.ts';
import { aWorld, fails, loadPolicy, minuteMs, succeeds } from '../../look/a-small-world.ts';

const now = Date.parse('2026-11-24T02:00:00Z');
const twice = {
  rules: [
    {
      name: 'twice',
      match: { taskId: ['load'] },
      plan: [{ clear: {} }, { clear: {}, after: '5m' }, { escalate: 'owners' }],
    },
  ],
};
const never = { rules: [] };

/** The looks of a night in which a clear helped, or did not. */
async function recorded(outcomes: readonly (ReturnType<typeof fails> | typeof succeeds)[]): Promise<RecordedLook[]> {
  const world = await aWorld({
    dag: {
      dagId: 'etl',
      tasks: [
        { taskId: 'load', outcomes },
        { taskId: 'report', upstream: ['load'] },
      ],
    },
  });
  world.wait(minuteMs);
  await world.alert();
  await world.sweepFor(30 * minuteMs);
  return world.ledger.listLooks(world.run, 100);
}

describe('deciding one recorded look', () => {
  test('judges it by every guardrail', async () => {
    const [episode] = gatherEpisodes(await recorded([fails('x'), succeeds]));
    if (episode === undefined) throw new Error('no failure was recorded');
    expect(decideEpisode(episode, loadPolicy(twice))).toMatchObject({
      rule: 'twice',
      step: 'clear',
      decision: 'write',
      refusal: null,
    });
    expect(decideEpisode(episode, loadPolicy({ ...twice, mode: 'observe' }))).toMatchObject({
      decision: 'observed',
      refusal: 'mode',
    });
    const paused = { ...episode, truth: { ...episode.truth, dag: { ...aDag, isPaused: true } } };
    expect(decideEpisode(paused, loadPolicy(twice))).toMatchObject({ decision: 'hold', refusal: 'dagReady' });
    expect(decideEpisode(episode, loadPolicy(twice), 'nobody')).toBeNull();
  });
});

const aDag = { dagId: 'etl', isActive: true, hasImportErrors: false, maxActiveRuns: 16, tags: [], owners: [] };

describe('replaying a policy over recorded failures', () => {
  test('says what the same policy did', async () => {
    const [replayed] = replayPolicy(
      gatherEpisodes(await recorded([fails('x'), succeeds])),
      loadPolicy(twice),
      'recorded',
    );
    expect(replayed).toMatchObject({
      outcome: 'remedied',
      clears: 1,
      instancesTouched: 2,
      triesAdded: 1,
      channels: [],
      rules: { load: 'twice' },
    });
  });

  test('climbs the whole plan where re-runs are taken to fail', async () => {
    const [replayed] = replayPolicy(gatherEpisodes(await recorded([fails('x'), succeeds])), loadPolicy(twice), 'fails');
    expect(replayed).toMatchObject({ outcome: 'escalated', clears: 2, channels: ['owners'] });
  });

  test('takes a task that failed to the end as one that a re-run does not help', async () => {
    const episodes = gatherEpisodes(await recorded([fails('x')]));
    expect(replayPolicy(episodes, loadPolicy(twice), 'recorded')[0]).toMatchObject({ outcome: 'escalated' });
    expect(replayPolicy(episodes, loadPolicy(twice), 'recovers')[0]).toMatchObject({ outcome: 'remedied' });
  });

  test('shows where two policies part', async () => {
    const episodes = gatherEpisodes(await recorded([fails('x'), succeeds]));
    const [one, other] = [twice, never].map((policy) => replayPolicy(episodes, loadPolicy(policy), 'recorded'));
    expect(compareReplays(one ?? [], other ?? [])).toEqual([
      expect.objectContaining({
        one: expect.objectContaining({ outcome: 'remedied' }),
        other: expect.objectContaining({ outcome: 'escalated', channels: ['oncall'] }),
      }),
    ]);
    expect(compareReplays(one ?? [], one ?? [])).toEqual([]);
  });

  test('replays a policy in observe as if it could act', async () => {
    const [replayed] = replayPolicy(
      gatherEpisodes(await recorded([fails('x'), succeeds])),
      loadPolicy({ ...twice, mode: 'observe' }),
      'recorded',
    );
    expect(replayed).toMatchObject({ outcome: 'remedied', clears: 1 });
  });

  test('counts the guardrails that stood in the way, and lets budgets run across failures', () => {
    const lines = Array.from({ length: 3 }, (_, index) =>
      JSON.stringify({
        dagId: 'etl',
        dagRunId: `run-${index}`,
        taskId: 'load',
        occurredAt: new Date(now + index * 1_000).toISOString(),
        error: 'reset',
      }),
    );
    const parsed = parseEpisodes(lines.join('\n'), now);
    if (!parsed.ok) throw new Error(parsed.why);
    const policy = loadPolicy({ ...twice, guardrails: { budgets: [{ per: 'dag', clears: 2, within: '24h' }] } });
    const summary = summarizeReplay(replayPolicy(parsed.episodes, policy, 'recovers'));
    expect(summary).toMatchObject({ episodes: 3, clears: 2, guardrails: { budgets: 1 } });
  });

  test.each([
    ['not JSON', 'nope', 1, 'it is not JSON'],
    ['no report', '{"dagId": 5}', 1, 'dagId'],
    ['a look of another shape', '{"dagId":"a"}\n{"truth": 1}', 2, 'it is no recorded look'],
  ])('names the line that is %s', (_what, text, line, why) => {
    const parsed = parseEpisodes(text, now);
    expect(parsed).toMatchObject({ ok: false, line, why: expect.stringContaining(why) });
  });

  test('gives the same answer each time', async () => {
    const episodes = gatherEpisodes(await recorded([fails('x'), fails('y'), succeeds]));
    const replay = () => JSON.stringify(replayPolicy(episodes, loadPolicy(twice), 'recorded'));
    expect(replay()).toBe(replay());
  });
});
