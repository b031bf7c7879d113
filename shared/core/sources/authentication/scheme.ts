/** How a sender can prove who it is. One file each; `schemes.ts` lists them. */
export const schemeNames = [
  'bearer',
  'header',
  'basic',
  'hmac',
  'grafana-hmac',
  'pagerduty-v3',
  'sentry',
  'standard-webhooks',
  'aws-sns',
  'iam',
] as const;

export type SchemeName = (typeof schemeNames)[number];

/** A request as it came, before anything of it is trusted. */
export interface SignedRequest {
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The raw bytes: what is verified. */
  readonly body: Uint8Array;
  /** Epoch ms. Null: a recorded request, whose age means nothing. */
  readonly now: number | null;
}

/** What a source's config says of its scheme. */
export interface SchemeSettings {
  readonly header?: string | undefined;
  readonly timestampHeader?: string | undefined;
  readonly prefix?: string | undefined;
  readonly encoding?: 'hex' | 'base64' | undefined;
  readonly topicArn?: string | undefined;
  readonly certificateOrigin?: string | undefined;
  readonly toleranceSeconds?: number | undefined;
}

/** `why` goes to our log, never to the sender. `fault: ours`: the secret itself is of no use, so an honest sender must be told to try again. */
export type Verification =
  | { readonly ok: true; readonly delivery?: SignedDelivery }
  | { readonly ok: false; readonly why: string; readonly fault: 'sender' | 'ours' };

/** What of a delivery is signed and its own, so that a copy of it is known as one. */
export interface SignedDelivery {
  readonly id: string;
  /** How long after it was taken a copy of it would be within the tolerance of its time. */
  readonly goodForMs: number;
}

export type Scheme = SecretScheme | CertificateScheme | InvocationScheme;

/** Proved with a secret that both sides hold. */
export interface SecretScheme {
  readonly name: SchemeName;
  readonly proof: 'secret';
  /** Holds if any of the active secrets fits. Total. */
  readonly verify: (request: SignedRequest, secrets: readonly string[], settings: SchemeSettings) => Verification;
  /** Whether what it verified has a `delivery`; absent: never. */
  readonly tellsDelivery?: (settings: SchemeSettings) => boolean;
}

/** Proved with a certificate that the request names. */
export interface CertificateScheme {
  readonly name: SchemeName;
  readonly proof: 'certificate';
  /** Where the certificate is, if it is where the true sender keeps its own. */
  readonly locate: (request: SignedRequest, settings: SchemeSettings) => { readonly url: string } | Verification;
  readonly verify: (request: SignedRequest, certificatePem: string, settings: SchemeSettings) => Verification;
  readonly tellsDelivery: (settings: SchemeSettings) => boolean;
}

/** Proved by AWS, which let nobody else invoke the function: never over HTTP. */
export interface InvocationScheme {
  readonly name: SchemeName;
  readonly proof: 'invocation';
}

export const verified: Verification = { ok: true };

export function refused(why: string, fault: 'sender' | 'ours' = 'sender'): Verification {
  return { ok: false, why, fault };
}
