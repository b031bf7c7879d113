import { sourceSecretOf } from '../../shared/core/config/config.ts';
import { sharesSecret } from '../../shared/core/config/source-config.ts';
import { sources } from '../../shared/core/sources/sources.ts';
import { loadConfig } from '../load-config.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';

export interface SourceListOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** `airmend source list`: what is configured, and what could be. */
export function listSources(options: SourceListOptions, terminal: Terminal): ExitCode {
  const config = loadConfig(options.config, terminal);
  const configured = Object.entries(config?.sources ?? {}).map(([name, source]) => ({
    name,
    kind: source.kind,
    scheme: source.authentication.scheme,
    secret: sharesSecret(source) ? sourceSecretOf(name, source) : null,
    deployments: source.deployments,
  }));
  const kinds = [...sources.values()].map(({ kind, title, schemes }) => ({ kind, title, schemes }));
  if (options.json === true) terminal.write(JSON.stringify({ configured, kinds }));
  else render({ configured, kinds }, terminal);
  return exitCodes.fine;
}

interface Listed {
  readonly configured: readonly {
    readonly name: string;
    readonly kind: string;
    readonly scheme: string;
    readonly secret: string | null;
    readonly deployments: readonly string[];
  }[];
  readonly kinds: readonly { readonly kind: string; readonly title: string; readonly schemes: readonly string[] }[];
}

function render({ configured, kinds }: Listed, { write, colours }: Terminal): void {
  if (configured.length === 0) write(colours.dim('no source is configured here'));
  for (const { name, kind, scheme, secret, deployments } of configured) {
    write(`${colours.strong(name)}  ${kind}, proved by ${scheme}, speaks for ${deployments.join(', ')}`);
    if (secret !== null) write(colours.dim(`  POST <ingest URL>/${name}, secret ${secret}`));
  }
  write('');
  write(colours.strong('kinds of senders'));
  const width = Math.max(...kinds.map(({ kind }) => kind.length));
  for (const { kind, title, schemes } of kinds)
    write(`  ${kind.padEnd(width)}  ${title} ${colours.dim(`(${schemes.join(', ')})`)}`);
}
