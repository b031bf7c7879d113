import { sourceSecretOf, tokenSecretOf } from '../../shared/core/config/config.ts';
import { sharesSecret } from '../../shared/core/config/source-config.ts';
import { parseActiveSecrets } from '../../shared/core/sources/authentication/active-secrets.ts';
import { SecretError, type Secrets } from '../../shared/ports/secrets.ts';
import { renderSpan } from '../render-span.ts';
import { type Found, findingsOf } from './finding.ts';
import { deploymentsOf, type Installation } from './installation.ts';
import { readTokenExpiry } from './read-token-expiry.ts';

const dayMs = 24 * 3_600_000;
/** So long before its end a token is spoken of. */
const warnMs = 14 * dayMs;

/** The token of each deployment: is it there, and for how long is it good? */
export async function examineTokens(installation: Installation): Promise<Found[]> {
  return Promise.all(
    deploymentsOf(installation).map(async ({ name, deployment }) => {
      const { good, warning, bad } = findingsOf(name);
      const secretName = tokenSecretOf(name, deployment);
      const put = `put a new one: aws secretsmanager put-secret-value --secret-id ${secretName} --secret-string '<token>'`;
      const read = await readSecret(installation.secrets, secretName);
      if ('trouble' in read) return { about: name, ...read.trouble };
      const expiresAt = readTokenExpiry(read.value, deployment);
      if (expiresAt === null) return good('there is one; it does not say when it ends');
      const leftMs = expiresAt - installation.now;
      const until = new Date(expiresAt).toISOString();
      if (leftMs <= 0) return bad(`it ended at ${until}`, put);
      if (leftMs < warnMs) return warning(`it ends in ${renderSpan(leftMs)}, at ${until}`, put);
      return good(`it is good for ${renderSpan(leftMs)}, until ${until}`);
    }),
  );
}

/** What each source's sender shares with Airmend. */
export async function examineSourceSecrets({ config, secrets }: Installation): Promise<Found[]> {
  const sharing = Object.entries(config.sources).filter(([, source]) => sharesSecret(source));
  return Promise.all(
    sharing.map(async ([name, source]) => {
      const { good, note, bad } = findingsOf(name);
      const read = await readSecret(secrets, sourceSecretOf(name, source));
      if ('trouble' in read) return { about: name, ...read.trouble };
      const active = parseActiveSecrets(read.value);
      if (active === null)
        return bad(
          'it is neither a value nor {"current": …, "previous": …}',
          'put it again; every alert is answered 503 until then',
        );
      return active.length === 1
        ? good('there is one')
        : note('two are good: a rotation is under way', 'once every sender uses the new one, put it alone');
    }),
  );
}

type SecretRead = { readonly value: string } | { readonly trouble: Omit<Found, 'about'> };

async function readSecret(secrets: Secrets, secretName: string): Promise<SecretRead> {
  try {
    return { value: await secrets.read(secretName) };
  } catch (error) {
    if (!(error instanceof SecretError)) throw error;
    const [says = error.message, mend = null] = error.message.split('; ');
    // Whoever runs this need not be allowed what the functions are.
    if (error.code === 'denied')
      return { trouble: { level: 'warning', says: `${says} by you, so it is not known whether it is good`, mend } };
    const isAway = error.code === 'unreachable';
    return { trouble: { level: 'bad', says, mend: isAway ? 'are the region and the credentials set?' : mend } };
  }
}
