import * as z from 'zod';

const rotating = z.object({ current: z.string().min(1), previous: z.string().min(1).optional() });

/**
 * The values that are good at present. A secret is the value itself, or, so that a sender can be moved to a new one
 * without a gap, `{"current": "…", "previous": "…"}`. Null: a JSON object that is neither.
 */
export function parseActiveSecrets(secret: string): readonly string[] | null {
  const text = secret.trim();
  if (text === '') return null;
  if (!text.startsWith('{')) return [text];
  const parsed = rotating.safeParse(parseJson(text));
  if (!parsed.success) return null;
  const { current, previous } = parsed.data;
  return previous === undefined ? [current] : [current, previous];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
