import type { Config } from '../../shared/core/config/config.ts';
import { ConfigError } from '../../shared/core/config/config-error.ts';
import type { SourceConfig } from '../../shared/core/config/source-config.ts';
import { toDeploymentChoice } from '../../shared/core/sources/deployment-choice.ts';
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
      return [name, { name, config, choice: toDeploymentChoice(config, deployments), load }];
    }),
  );
}

async function loadSource(source: Source, { mapping }: SourceConfig): Promise<Source> {
  return source.configure === undefined || mapping === undefined ? source : source.configure(mapping);
}
