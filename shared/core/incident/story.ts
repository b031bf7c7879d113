/** What happened to an incident, for people: one entry per thing that changed. */
export interface StoryEntry {
  readonly at: number;
  readonly kind:
    | 'hint'
    | 'case'
    | 'decision'
    | 'proof'
    | 'intent'
    | 'write'
    | 'verification'
    | 'told'
    | 'trouble'
    | 'ending';
  readonly text: string;
}

/** The most entries an incident's item keeps; the recorded looks keep the rest. */
export const storyEntriesMax = 60;

/** Appends, keeping the first entries (how it began) and the newest. */
export function tell(story: readonly StoryEntry[], ...entries: readonly StoryEntry[]): readonly StoryEntry[] {
  const all = [...story, ...entries];
  if (all.length <= storyEntriesMax) return all;
  const beginning = all.slice(0, 10);
  return [...beginning, ...all.slice(all.length - (storyEntriesMax - beginning.length))];
}
