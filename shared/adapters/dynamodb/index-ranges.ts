/** What is said of one map index. */
export interface Marked {
  readonly mapIndex: number;
  readonly mark: string;
}

/** Marks of thousands of map indexes in a few bytes: neighbours with the same mark become one range, `0-511@2/1 513@3/1`. */
export function writeRanges(marked: readonly Marked[]): string {
  const ranges: { first: number; last: number; mark: string }[] = [];
  for (const { mapIndex, mark } of marked) {
    const open = ranges.at(-1);
    if (open !== undefined && open.last + 1 === mapIndex && open.mark === mark) open.last = mapIndex;
    else ranges.push({ first: mapIndex, last: mapIndex, mark });
  }
  return ranges.map(({ first, last, mark }) => `${first === last ? first : `${first}-${last}`}${mark}`).join(' ');
}

const range = /^(-?\d{1,9})(?:-(\d{1,9}))?(\D.*)$/;
/** Airflow's own largest map length is far below; a longer span is not ours. */
const spanMax = 1_000_000;

/** Null: not written by `writeRanges`, or a mark that `readMark` does not know. */
export function readRanges<Value>(
  text: string,
  readMark: (mark: string) => Value | null,
): { readonly mapIndex: number; readonly value: Value }[] | null {
  const read: { mapIndex: number; value: Value }[] = [];
  for (const part of text === '' ? [] : text.split(' ')) {
    const match = range.exec(part);
    const value = match?.[3] === undefined ? null : readMark(match[3]);
    if (match === null || value === null) return null;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (last < first || last - first > spanMax) return null;
    for (let mapIndex = first; mapIndex <= last; mapIndex += 1) read.push({ mapIndex, value });
  }
  return read;
}
