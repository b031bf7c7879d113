import { type SnsEndpoint, SnsEndpointError } from '../../ports/sns-endpoint.ts';

const requestLimitMs = 3_000;
const answerBytesMax = 65_536;
/** AWS has one certificate per region at a time, and changes it rarely. */
const certificatesMax = 20;

/** SNS's certificates and subscription confirmations over HTTPS. Follows no redirect; remembers certificates while warm. */
export function createSnsEndpoint(fetchUrl: typeof fetch = fetch): SnsEndpoint {
  const certificates = new Map<string, string>();
  return {
    async readCertificate(url) {
      const known = certificates.get(url);
      if (known !== undefined) return known;
      const pem = await ask(fetchUrl, url, 'the signing certificate');
      if (certificates.size >= certificatesMax) certificates.clear();
      certificates.set(url, pem);
      return pem;
    },
    async confirmSubscription(url) {
      await ask(fetchUrl, url, 'the confirmation of the subscription');
    },
  };
}

async function ask(fetchUrl: typeof fetch, url: string, what: string): Promise<string> {
  try {
    const response = await fetchUrl(url, { redirect: 'error', signal: AbortSignal.timeout(requestLimitMs) });
    const bytes = await readBounded(response);
    if (response.ok && bytes !== undefined) return bytes.toString('utf8');
  } catch {
    // Told below: the library's error may hold the URL's token.
  }
  throw new SnsEndpointError(`SNS did not give ${what}`);
}

async function readBounded({ body }: Response): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > answerBytesMax) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
