import type { ReplayedEpisode } from './replay-policy.ts';

/** A replay in figures. */
export interface ReplaySummary {
  readonly episodes: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly clears: number;
  readonly setStates: number;
  readonly instancesTouched: number;
  readonly triesAdded: number;
  readonly escalations: number;
  readonly guardrails: Readonly<Record<string, number>>;
}

export function summarizeReplay(replayed: readonly ReplayedEpisode[]): ReplaySummary {
  const sum = (value: (one: ReplayedEpisode) => number) => replayed.reduce((total, one) => total + value(one), 0);
  return {
    episodes: replayed.length,
    outcomes: count(replayed.map(({ outcome }) => outcome)),
    clears: sum(({ clears }) => clears),
    setStates: sum(({ setStates }) => setStates),
    instancesTouched: sum(({ instancesTouched }) => instancesTouched),
    triesAdded: sum(({ triesAdded }) => triesAdded),
    escalations: sum(({ channels }) => channels.length),
    guardrails: count(replayed.flatMap(({ guardrails }) => Object.keys(guardrails))),
  };
}

/** Where two policies part, by run. */
export interface ReplayDifference {
  readonly run: ReplayedEpisode['run'];
  readonly one: ReplayedEpisode;
  readonly other: ReplayedEpisode;
}

/** The episodes that two policies end, write or explain differently. Both replayed from the same episodes. */
export function compareReplays(one: readonly ReplayedEpisode[], other: readonly ReplayedEpisode[]): ReplayDifference[] {
  return one.flatMap((first, index) => {
    const second = other[index];
    return second === undefined || sameDoing(first, second) ? [] : [{ run: first.run, one: first, other: second }];
  });
}

function sameDoing(one: ReplayedEpisode, other: ReplayedEpisode): boolean {
  const doing = ({ outcome, rules, clears, setStates, channels }: ReplayedEpisode) =>
    JSON.stringify([outcome, rules, clears, setStates, channels]);
  return doing(one) === doing(other);
}

function count(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));
}
