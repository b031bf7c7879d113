import { ConfigError } from '../core/config/config-error.ts';

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Where the API is. The token travels there, so it is https, or http that never leaves this machine. */
export function parseBaseUrl(deployment: string, written: string): URL {
  if (!URL.canParse(written)) throw refused(deployment, 'is not a URL');
  const url = new URL(written);
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  if (!isSafe)
    throw refused(deployment, 'is neither https nor http on this machine; the token would travel in the clear');
  if (url.username !== '' || url.password !== '')
    throw refused(deployment, 'holds credentials; the token is a secret of its own');
  if (url.search !== '' || url.hash !== '')
    throw refused(deployment, 'holds a query or a fragment; give scheme, host and path alone');
  return url;
}

function refused(deployment: string, why: string): ConfigError {
  return new ConfigError(`deployment \`${deployment}\`: its baseUrl ${why}`);
}
