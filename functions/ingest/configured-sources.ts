import type { Config, DeploymentConfig } from '../../shared/core/config/config.ts';
import { ConfigError } from '../../shared/core/config/config-error.ts';
import type { SourceConfig } from '../../shared/core/config/source-config.ts';
import type { DeploymentChoice } from '../../shared/core/sources/resolve-deployment.ts';
import type { Source } from '../../shared/core/sources/source.ts';
import type { SourceKind } from '../../shared/core/sources/source-kinds.ts';
import { lazily } from '../runtime/lazily.ts';
import type { ConfiguredSource } from './ingest.ts';

/** The config's sources by name. */
export function configureSources(
  { sources, deployments }: Pick<Config, 'sources' | 'deployments'>,
  kinds: ReadonlyMap<SourceKind, Source>,
): ReadonlyMap<string, ConfiguredSource> {
  return new Map(
    Object.entries(sources).map(([name, config]) => {
      const source = kinds.get(config.kind);
      if (source === undefined) throw new ConfigError(`source ${name}: there is no kind ${config.kind}`);
      const load = lazily(() => loadSource(source, config));
      return [name, { name, config, choice: toChoice(config, deployments), load }];
    }),
  );
}

async function loadSource(source: Source, { mapping }: SourceConfig): Promise<Source> {
  return source.configure === undefined || mapping === undefined ? source : source.configure(mapping);
}

function toChoice(
  { deployments: allowed, defaultDeployment, lookup }: SourceConfig,
  deployments: Readonly<Record<string, DeploymentConfig>>,
): DeploymentChoice {
  const names = Object.keys(deployments);
  const ids = Object.entries(deployments).map(([name, { runtimeId }]): [string, string] => [runtimeId, name]);
  return {
    known: new Map([...names.map((name): [string, string] => [name, name]), ...ids]),
    allowed: new Set(allowed),
    byDefault: defaultDeployment ?? (allowed.length === 1 ? allowed[0] : undefined),
    lookup: new Map(Object.entries(lookup).map(([label, table]) => [label, new Map(Object.entries(table))])),
  };
}
