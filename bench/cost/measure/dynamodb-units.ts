import { isDeepStrictEqual } from 'node:util';

/** An attribute value as DynamoDB's protocol writes it. */
export type WireValue = Readonly<Record<string, unknown>>;
export type WireItem = Readonly<Record<string, WireValue>>;

/** What requests to one table have taken. */
export interface TableUnits {
  read: number;
  write: number;
  /** Of the writes, those to the index. */
  indexWrite: number;
}

const writeUnitBytes = 1_024;
const readUnitBytes = 4_096;

/** An item's size as it is billed: names and values, numbers by their digits. */
export function itemBytes(item: WireItem): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: WireValue): number {
  const [[type, held] = ['NULL', true]] = Object.entries(value);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(held));
    case 'N':
      return Math.ceil(String(held).replace(/^-?0*|[.]|0+$/g, '').length / 2) + 1;
    case 'B':
      return Buffer.from(String(held), 'base64').byteLength;
    default:
      return 1;
  }
}

/** Units of a write: the larger of the item before and after it; also where its condition did not hold. */
export function writeUnits(before: WireItem | null, after: WireItem | null): number {
  const bytes = Math.max(before === null ? 0 : itemBytes(before), after === null ? 0 : itemBytes(after));
  return Math.max(1, Math.ceil(bytes / writeUnitBytes));
}

/** An index: its keys, and what its entries hold besides them and the table's own. */
export interface Index {
  readonly keys: readonly string[];
  readonly projected: readonly string[];
}

const tableKeys = ['pk', 'sk'] as const;

/** Units that a write takes in an index: a changed key is a deletion and a new entry; what its entries do not hold costs nothing. */
export function indexUnits(before: WireItem | null, after: WireItem | null, index: Index): number {
  const [old, next] = [entryOf(before, index), entryOf(after, index)];
  if (old === null && next === null) return 0;
  if (old !== null && next !== null && isSameKey(old, next, index.keys))
    return isDeepStrictEqual(old, next) ? 0 : writeUnits(old, next);
  return (old === null ? 0 : writeUnits(old, null)) + (next === null ? 0 : writeUnits(null, next));
}

function entryOf(item: WireItem | null, { keys, projected }: Index): WireItem | null {
  if (item === null || !keys.every((key) => Object.hasOwn(item, key))) return null;
  const held = new Set<string>([...tableKeys, ...keys, ...projected]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => held.has(name)));
}

function isSameKey(one: WireItem, other: WireItem, keys: readonly string[]): boolean {
  return keys.every((key) => JSON.stringify(one[key]) === JSON.stringify(other[key]));
}

/** Units of a read of these items together; a read that is not consistent costs half. */
export function readUnits(items: readonly WireItem[], isConsistent: boolean): number {
  const bytes = items.reduce((sum, item) => sum + itemBytes(item), 0);
  return Math.max(1, Math.ceil(bytes / readUnitBytes)) * (isConsistent ? 1 : 0.5);
}
