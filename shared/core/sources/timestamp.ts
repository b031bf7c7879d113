const written =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2})?)?$/i;
/** What most senders write, on a day that each month has: `Date.parse` reads it alike, and many times faster. */
const plain = /^\d{4}-\d{2}-(?:[01]\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;
/** An instant outside of these years is a sender's way to say none (`0001-01-01`), or a mistake. */
const yearMin = Date.UTC(2000, 0);
const yearMax = Date.UTC(2100, 0);

/**
 * An instant in epoch ms from any of the forms that senders use: ISO 8601 with `T` or a blank, a zone of `Z`, `UTC`,
 * `+00:00` or `+0000` (none: UTC), and seconds, milli-, micro- or nanoseconds of the epoch as a number or its text.
 * Null for anything else.
 */
export function toInstant(value: unknown): number | null {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > 40) return null;
  const text = value.trim();
  return /^\d{9,19}(?:\.\d{1,9})?$/.test(text) ? fromEpoch(Number(text)) : fromWritten(text);
}

/** The first of several that is an instant. */
export function firstInstant(values: readonly unknown[]): number | null {
  for (const value of values) {
    const instant = toInstant(value);
    if (instant !== null) return instant;
  }
  return null;
}

/** Which unit it is shows in its size: all of them are of this century. */
function fromEpoch(count: number): number | null {
  if (count < 1e11) return inBounds(count * 1_000);
  if (count < 1e14) return inBounds(count);
  return inBounds(count < 1e17 ? count / 1e3 : count / 1e6);
}

function fromWritten(text: string): number | null {
  if (plain.test(text)) return inBounds(Date.parse(text));
  const parts = written.exec(text);
  if (parts === null) return null;
  const [
    ,
    year,
    month,
    day,
    hours,
    minutes,
    seconds = '0',
    fraction = '0',
    ,
    sign,
    zoneHours = '0',
    zoneMinutes = '0',
  ] = parts;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds));
  const calendar = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isDay = calendar.getUTCMonth() === Number(month) - 1 && calendar.getUTCDate() === Number(day);
  // 60: a leap second.
  if (!isDay || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  const zoneMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return inBounds(local + Number(`0.${fraction}`) * 1_000 - zoneMs);
}

function inBounds(instant: number): number | null {
  return instant >= yearMin && instant < yearMax ? Math.floor(instant) : null;
}
