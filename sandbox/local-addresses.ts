import * as z from 'zod';
import type { Simulated } from './kept-models.ts';
import type { SnsTopic } from './sns-topic.ts';

const writtenConfig = z.looseObject({
  deployments: z.record(z.string(), z.looseObject({ baseUrl: z.string().optional() })),
  sources: z.record(
    z.string(),
    z.looseObject({ authentication: z.looseObject({ scheme: z.string(), certificateOrigin: z.string().optional() }) }),
  ),
});

/** Whether a config says itself where a deployment's API is. */
export function namesBaseUrl(canonical: string, deployment: string): boolean {
  return writtenConfig.parse(JSON.parse(canonical)).deployments[deployment]?.baseUrl !== undefined;
}

/** The config with what is simulated here in the place of what is not named. */
export function withLocalAddresses(
  canonical: string,
  { astro, snsTopic }: { astro: Simulated | null; snsTopic: SnsTopic | null },
): string {
  const written = writtenConfig.parse(JSON.parse(canonical));
  const deployments = mapValues(written.deployments, (deployment, name) =>
    astro?.models.has(name) === true ? { ...deployment, ...astro.addressOf(name) } : deployment,
  );
  const sources = mapValues(written.sources, (source) => {
    const { scheme, certificateOrigin = snsTopic?.origin } = source.authentication;
    return scheme === 'aws-sns'
      ? { ...source, authentication: { ...source.authentication, certificateOrigin } }
      : source;
  });
  return JSON.stringify({ ...written, deployments, sources });
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, name: string) => Mapped,
) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
