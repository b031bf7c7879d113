import { sourceSecretOf } from '../../shared/core/config/config.ts';
import type { SourceConfig } from '../../shared/core/config/source-config.ts';
import { parseActiveSecrets } from '../../shared/core/sources/authentication/active-secrets.ts';
import {
  type CertificateScheme,
  refused,
  type Scheme,
  type SchemeName,
  type SecretScheme,
  type SignedRequest,
  type Verification,
} from '../../shared/core/sources/authentication/scheme.ts';
import { SecretError, type Secrets } from '../../shared/ports/secrets.ts';
import { type SnsEndpoint, SnsEndpointError } from '../../shared/ports/sns-endpoint.ts';

export interface Proofs {
  readonly schemes: ReadonlyMap<SchemeName, Scheme>;
  readonly secrets: Secrets;
  readonly snsEndpoint: SnsEndpoint;
}

/**
 * Proves who sent a request: fetches what its scheme needs and lets the scheme judge. Trouble of our own is `ours`,
 * so that an honest sender tries again. Never rejects.
 */
export async function authenticate(
  proofs: Proofs,
  { name, config }: { name: string; config: SourceConfig },
  requests: readonly SignedRequest[],
): Promise<Verification> {
  const scheme = proofs.schemes.get(config.authentication.scheme);
  if (scheme === undefined) return refused(`there is no scheme ${config.authentication.scheme}`, 'ours');
  try {
    switch (scheme.proof) {
      case 'secret':
        return await proveBySecret(proofs, scheme, { name, config }, requests);
      case 'certificate':
        return await firstThatHolds(requests, (request) => proveByCertificate(proofs, scheme, config, request));
      case 'invocation':
        return refused('the source is invoked by AWS and takes no HTTP');
    }
  } catch (error) {
    if (error instanceof SecretError || error instanceof SnsEndpointError) return refused(error.message, 'ours');
    throw error;
  }
}

async function proveBySecret(
  { secrets }: Proofs,
  scheme: SecretScheme,
  { name, config }: { name: string; config: SourceConfig },
  requests: readonly SignedRequest[],
): Promise<Verification> {
  const secretName = sourceSecretOf(name, config);
  const active = parseActiveSecrets(await secrets.read(secretName));
  if (active === null)
    return refused(`secret \`${secretName}\` is neither a value nor {"current": …, "previous": …}`, 'ours');
  return firstThatHolds(requests, (request) => scheme.verify(request, active, config.authentication));
}

async function proveByCertificate(
  { snsEndpoint }: Proofs,
  scheme: CertificateScheme,
  { authentication }: SourceConfig,
  request: SignedRequest,
): Promise<Verification> {
  const located = scheme.locate(request, authentication);
  if (!('url' in located)) return located;
  return scheme.verify(request, await snsEndpoint.readCertificate(located.url), authentication);
}

/** A compressed body may be signed as it was sent or as it was before: either is the work of the secret's holder. */
async function firstThatHolds(
  requests: readonly SignedRequest[],
  verify: (request: SignedRequest) => Verification | Promise<Verification>,
): Promise<Verification> {
  let last: Verification = refused('there is no request');
  for (const request of requests) {
    last = await verify(request);
    if (last.ok) return last;
  }
  return last;
}
