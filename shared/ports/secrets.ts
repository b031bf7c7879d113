/** Reads secret values by name. Rejects with a `SecretError` and nothing else; no value is ever in an error. */
export interface Secrets {
  read(secretName: string): Promise<string>;
}

/** Secrets that are remembered for a while. */
export interface CachedSecrets extends Secrets {
  /** The value proved wrong (rotated away): the next read goes to the store. Does nothing when another value has taken its place. */
  forget(secretName: string, value: string): void;
}

export type SecretErrorCode = 'without-value' | 'not-found' | 'denied' | 'unreachable' | 'malformed';

/** A secret could not be read. The message says which one and how to mend it. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly code: SecretErrorCode;
  readonly secretName: string;

  constructor(facts: { code: SecretErrorCode; secretName: string; message: string }) {
    super(facts.message);
    this.code = facts.code;
    this.secretName = facts.secretName;
  }
}
