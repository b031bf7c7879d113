/** A binary heap: gives back what comes first by `isBefore`, a strict order over all that is ever in it. */
export class Heap<Entry> {
  readonly #entries: Entry[] = [];
  readonly #isBefore: (left: Entry, right: Entry) => boolean;

  constructor(isBefore: (left: Entry, right: Entry) => boolean) {
    this.#isBefore = isBefore;
  }

  first(): Entry | undefined {
    return this.#entries[0];
  }

  add(entry: Entry): void {
    const entries = this.#entries;
    let place = entries.length;
    entries.push(entry);
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = entries[above];
      if (parent === undefined || !this.#isBefore(entry, parent)) break;
      entries[place] = parent;
      place = above;
    }
    entries[place] = entry;
  }

  takeFirst(): Entry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (last === undefined || entries.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      let smaller = entries[child];
      const right = entries[child + 1];
      if (smaller !== undefined && right !== undefined && this.#isBefore(right, smaller)) {
        child += 1;
        smaller = right;
      }
      if (smaller === undefined || !this.#isBefore(smaller, last)) break;
      entries[place] = smaller;
      place = child;
    }
    entries[place] = last;
    return first;
  }
}
