import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSnsEndpoint } from '../../../shared/adapters/sns-endpoint/sns-endpoint.ts';
import { SnsEndpointError } from '../../../shared/ports/sns-endpoint.ts';

let server: Server;
let url: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/pem') response.end('certificate');
    else if (request.url === '/huge') response.end('x'.repeat(100_000));
    else if (request.url === '/elsewhere') response.writeHead(302, { location: '/pem' }).end();
    else response.writeHead(500).end('secret token');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe("SNS's endpoint", () => {
  test('is asked once for a certificate', async () => {
    const endpoint = createSnsEndpoint();
    expect(await endpoint.readCertificate(`${url}/pem`)).toBe('certificate');
    expect(await endpoint.readCertificate(`${url}/pem`)).toBe('certificate');
    expect(asked.filter((path) => path === '/pem')).toHaveLength(1);
  });

  test.each(['/huge', '/elsewhere', '/broken'])(
    'is away where it answers like %s; the error holds nothing of it',
    async (path) => {
      const error: unknown = await createSnsEndpoint()
        .confirmSubscription(`${url}${path}`)
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(SnsEndpointError);
      expect(String(error)).toBe('SnsEndpointError: SNS did not give the confirmation of the subscription');
    },
  );

  test('is away where nobody listens', async () => {
    await expect(createSnsEndpoint().readCertificate('http://127.0.0.1:1/pem')).rejects.toThrow(SnsEndpointError);
  });
});
