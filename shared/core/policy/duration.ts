import { parse as parseIso } from 'tinyduration';
import * as z from 'zod';

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const written = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/**
 * Reads a duration as people write it (`90s`, `15m`, `1h30m`, `2d`) or as ISO 8601 does (`PT15M`, `P1DT6H`), in milliseconds.
 * Undefined: not a duration of days to seconds (a month or a year has no fixed length).
 */
export function parseDuration(text: string): number | undefined {
  if (text.startsWith('P')) return parseIsoDuration(text);
  const parts = written.exec(text);
  if (parts === null || text === '') return undefined;
  const [, days, hours, minutes, seconds] = parts;
  return sumMs({ d: Number(days ?? 0), h: Number(hours ?? 0), m: Number(minutes ?? 0), s: Number(seconds ?? 0) });
}

/** The shortest way to write a duration: `90000` is `1m30s`. */
export function renderDuration(durationMs: number): string {
  let rest = durationMs;
  let text = '';
  for (const unit of ['d', 'h', 'm', 's']) {
    const size = unitMs[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === '' ? '0s' : text;
}

/** A duration in a document, between two bounds (both allowed); milliseconds once parsed. */
export function duration(bounds: { min: string; max: string }) {
  const [minMs, maxMs] = [parseDuration(bounds.min) ?? 0, parseDuration(bounds.max) ?? 0];
  return z
    .string()
    .transform((text, context): number => {
      const durationMs = parseDuration(text);
      const fault =
        durationMs === undefined
          ? notADuration(text)
          : durationMs < minMs || durationMs > maxMs
            ? outOfBounds(text, bounds)
            : undefined;
      if (durationMs !== undefined && fault === undefined) return durationMs;
      context.addIssue({ code: 'custom', input: text, ...fault });
      return z.NEVER;
    })
    .meta({ bounds: `${bounds.min} to ${bounds.max}` });
}

function notADuration(text: string) {
  const params = { code: 'not-a-duration', help: 'write it like `90s`, `15m`, `1h30m`, `2d` or `PT15M`' };
  return { message: `\`${text}\` is not a duration`, params };
}

function outOfBounds(text: string, { min, max }: { min: string; max: string }) {
  return { message: `\`${text}\` is out of bounds; ${min} to ${max} is allowed`, params: { code: 'out-of-bounds' } };
}

function parseIsoDuration(text: string): number | undefined {
  try {
    const {
      years = 0,
      months = 0,
      weeks = 0,
      days = 0,
      hours = 0,
      minutes = 0,
      seconds = 0,
      negative = false,
    } = parseIso(text);
    if (years !== 0 || months !== 0 || negative) return undefined;
    return sumMs({ d: weeks * 7 + days, h: hours, m: minutes, s: seconds });
  } catch {
    return undefined; // tinyduration throws on anything that is not ISO 8601
  }
}

function sumMs(parts: Readonly<Record<string, number>>): number {
  return Object.entries(parts).reduce((sum, [unit, count]) => sum + count * (unitMs[unit] ?? 0), 0);
}
