import { generateKeyPair, hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';

/** A topic's signing key, whose certificate is served on this machine. */
export interface SnsTopic {
  readonly origin: string;
  readonly certificateUrl: string;
  readonly privateKeyPem: string;
  close(): Promise<void>;
}

export async function startSnsTopic(): Promise<SnsTopic> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 });
  const certificate = createSelfSignedCertificate({ privateKey, publicKey, name: 'sandbox', now: Date.now() });
  const path = `/SimpleNotificationService-${hash('sha256', certificate).slice(0, 32)}.pem`;
  const server = createServer((request, response) => {
    if (request.url === path) response.end(certificate);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    certificateUrl: `${origin}${path}`,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
