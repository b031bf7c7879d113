/** Characters of a literal that are looked up; shorter literals are looked for one by one. */
const gramChars = 4;
const bucketBits = 16;

/** Finds which of many texts may stand in another one, in one pass over it. */
export interface LiteralIndex<Entry> {
  /** The entries of every literal that stands in a text; both in lower case. */
  readonly find: (text: string) => ReadonlySet<Entry>;
}

/** Each literal is filed under its first characters; a small bitmap spares most look-ups. */
export function createLiteralIndex<Entry>(
  filed: readonly { readonly literal: string; readonly entry: Entry }[],
): LiteralIndex<Entry> {
  const seen = new Uint8Array(1 << bucketBits);
  const byGram = new Map<string, { literal: string; entry: Entry }[]>();
  const short = filed.filter(({ literal }) => literal.length < gramChars);
  for (const one of filed) {
    if (one.literal.length < gramChars) continue;
    const gram = one.literal.slice(0, gramChars);
    seen[bucketOf(gram, 0)] = 1;
    const list = byGram.get(gram);
    if (list === undefined) byGram.set(gram, [one]);
    else list.push(one);
  }
  return { find: (text) => new Set([...findShort(short, text), ...findLong({ seen, byGram }, text)]) };
}

function findShort<Entry>(short: readonly { literal: string; entry: Entry }[], text: string): Entry[] {
  return short.filter(({ literal }) => text.includes(literal)).map(({ entry }) => entry);
}

function findLong<Entry>(
  { seen, byGram }: { seen: Uint8Array; byGram: ReadonlyMap<string, readonly { literal: string; entry: Entry }[]> },
  text: string,
): Set<Entry> {
  const found = new Set<Entry>();
  const tried = new Set<string>();
  for (let at = 0; at + gramChars <= text.length; at += 1) {
    if (seen[bucketOf(text, at)] !== 1) continue;
    const gram = text.slice(at, at + gramChars);
    if (tried.has(gram)) continue;
    tried.add(gram);
    for (const { literal, entry } of byGram.get(gram) ?? []) if (text.includes(literal, at)) found.add(entry);
  }
  return found;
}

/** Mixes the characters of a gram into a bucket of the bitmap. */
function bucketOf(text: string, at: number): number {
  const mixed =
    text.charCodeAt(at) * 0x9e37 +
    text.charCodeAt(at + 1) * 0x79b9 +
    text.charCodeAt(at + 2) * 0x85eb +
    text.charCodeAt(at + 3) * 0xca6b;
  return (mixed ^ (mixed >>> bucketBits)) & ((1 << bucketBits) - 1);
}
