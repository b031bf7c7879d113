import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';

/** A Secrets Manager that answers GetSecretValue over its real protocol (AWS JSON 1.1). */
export interface SecretsEmulator {
  readonly url: string;
  /** Null: the secret exists and has no value, as after a deploy. */
  put(name: string, value: string | null): void;
  close(): Promise<void>;
}

const request = z.object({ SecretId: z.string() });

export async function startSecretsManager(): Promise<SecretsEmulator> {
  const values = new Map<string, string | null>();
  const server = createServer((incoming, response) => {
    void readText(incoming).then((body) => {
      const { status, answer } = getSecretValue(values, body);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    put: (name, value) => void values.set(name, value),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function getSecretValue(values: ReadonlyMap<string, string | null>, body: string): { status: number; answer: unknown } {
  const { SecretId } = request.parse(JSON.parse(body));
  const value = values.get(SecretId);
  const arn = `arn:aws:secretsmanager:us-east-1:000000000000:secret:${SecretId}`;
  if (value === undefined) return notFound("Secrets Manager can't find the specified secret.");
  if (value === null)
    return notFound("Secrets Manager can't find the specified secret value for staging label: AWSCURRENT");
  return {
    status: 200,
    answer: { ARN: arn, Name: SecretId, SecretString: value, VersionId: 'sandbox', VersionStages: ['AWSCURRENT'] },
  };
}

function notFound(message: string): { status: number; answer: unknown } {
  return { status: 400, answer: { __type: 'ResourceNotFoundException', Message: message } };
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
