type Added = Readonly<Record<string, number>>;

/** Tries added by map index in a few bytes: neighbours with the same number become one range, `0-511:2 513:3`. */
export function writeTries(added: Added): string {
  const ranges: { first: number; last: number; tries: number }[] = [];
  const indexes = Object.entries(added).map(([mapIndex, tries]) => ({ mapIndex: Number(mapIndex), tries }));
  for (const { mapIndex, tries } of indexes.sort((left, right) => left.mapIndex - right.mapIndex)) {
    const open = ranges.at(-1);
    if (open !== undefined && open.last + 1 === mapIndex && open.tries === tries) open.last = mapIndex;
    else ranges.push({ first: mapIndex, last: mapIndex, tries });
  }
  return ranges.map(({ first, last, tries }) => `${first === last ? first : `${first}-${last}`}:${tries}`).join(' ');
}

const range = /^(-?\d{1,9})(?:-(\d{1,9}))?:(\d{1,9})$/;
/** Airflow's own largest map length is far below; a longer span is not ours. */
const spanMax = 1_000_000;

/** Null: not written by `writeTries`. */
export function readTries(text: string): Record<string, number> | null {
  const added: Record<string, number> = {};
  for (const part of text === '' ? [] : text.split(' ')) {
    const match = range.exec(part);
    if (match === null) return null;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (last < first || last - first > spanMax) return null;
    for (let mapIndex = first; mapIndex <= last; mapIndex += 1) added[mapIndex] = Number(match[3]);
  }
  return added;
}
