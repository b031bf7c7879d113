import { gunzipSync } from 'node:zlib';

export type InflatedBody =
  | { readonly kind: 'inflated'; readonly body: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'not-gzip' }
  | { readonly kind: 'unknown-encoding' };

/** Undoes `content-encoding`. A bomb stops at the bound; a body without an encoding is itself. Total. */
export function inflateBody(body: Buffer, encoding: string | undefined, bytesMax: number): InflatedBody {
  const named = (encoding ?? 'identity').trim().toLowerCase();
  if (named === 'identity' || named === '') return { kind: 'inflated', body };
  if (named !== 'gzip' && named !== 'x-gzip') return { kind: 'unknown-encoding' };
  try {
    return { kind: 'inflated', body: gunzipSync(body, { maxOutputLength: bytesMax }) };
  } catch (error) {
    const isTooLarge =
      typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { kind: isTooLarge ? 'too-large' : 'not-gzip' };
  }
}
