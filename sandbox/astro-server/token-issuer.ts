import { errors, generateKeyPair, jwtVerify, SignJWT } from 'jose';

/** What a token lets its bearer do. */
export type TokenVerdict =
  | { readonly kind: 'valid'; readonly runtimeIds: readonly string[] }
  | { readonly kind: 'invalid'; readonly message: string };

export type VerifyToken = (token: string) => Promise<TokenVerdict>;

export interface TokenIssuer {
  /** A token as Astro would issue it for these runtimes. `expiresAt`: epoch ms. */
  sign(claims: { expiresAt: number; runtimeIds: readonly string[] }): Promise<string>;
  /** Rotation has no overlap: all tokens that were signed before stop at once. */
  rotate(): void;
  readonly verifyToken: VerifyToken;
}

const algorithm = 'ES256';
const runtimesClaim = 'runtimeIds';

/** Makes a key pair of its own. `now` is the clock that `exp` is held against. */
export async function createTokenIssuer({ now }: { now: () => number }): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  let generation = 0;
  return {
    sign({ expiresAt, runtimeIds }) {
      return new SignJWT({ [runtimesClaim]: runtimeIds, generation })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
        .setSubject('airmend')
        .setIssuedAt(Math.floor(now() / 1_000))
        .setExpirationTime(Math.floor(expiresAt / 1_000))
        .sign(privateKey);
    },
    rotate() {
      generation += 1;
    },
    async verifyToken(token) {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: [algorithm],
          currentDate: new Date(now()),
          requiredClaims: ['exp'],
        });
        if (payload['generation'] !== generation) return { kind: 'invalid', message: 'The token has been rotated' };
        return { kind: 'valid', runtimeIds: readRuntimeIds(payload[runtimesClaim]) };
      } catch (error) {
        return {
          kind: 'invalid',
          message: error instanceof errors.JWTExpired ? 'The token has expired' : 'The token is not valid',
        };
      }
    },
  };
}

function readRuntimeIds(claim: unknown): string[] {
  return Array.isArray(claim) ? claim.filter((id): id is string => typeof id === 'string') : [];
}
