import type { Diagnostic, Fault } from '../diagnostics/diagnostic.ts';
import { parseDocument } from '../diagnostics/parse-document.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { renderCanonical } from '../policy/canonical.ts';
import { checkDeployments } from './check-deployments.ts';
import { checkSources } from './check-sources.ts';
import { type Config, configSchema } from './config.ts';

export interface LoadedConfig {
  readonly ok: true;
  readonly config: Config;
  /** As it is shipped: without comments, in one fixed form. */
  readonly canonical: string;
}

export type ParsedConfig = LoadedConfig | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a config. A bad one never loads: every mistake is a diagnostic with its place, all of them at once. */
export function parseConfig(document: { file?: string | undefined; text: string }): ParsedConfig {
  const parsed = parseDocument({ ...document, schema: configSchema });
  if (!parsed.ok) return { ok: false, diagnostics: parsed.diagnostics };
  const faults = checkConfig(parsed.value);
  if (faults.length > 0) return { ok: false, diagnostics: faults.map(parsed.diagnose) };
  return { ok: true, config: parsed.value, canonical: renderCanonical(parsed.written) };
}

/** What a schema can't say: names that must exist elsewhere in the config, and things there must be at least one of. */
export function checkConfig(config: Config): Fault[] {
  return [
    ...emptyRecords(config),
    ...missingDefaultChannel(config),
    ...unknownDeployments(config),
    ...checkSources(config.sources),
    ...checkDeployments(config.deployments),
    ...domainWithoutApi(config),
  ];
}

function emptyRecords({ deployments, channels }: Config): Fault[] {
  const named = Object.entries({ deployments, channels }).filter(([, record]) => Object.keys(record).length === 0);
  return named.map(([key]) => ({
    code: 'nothing-configured',
    path: [key],
    message: `\`${key}\` is empty`,
    help: `name at least one of \`${key}\``,
  }));
}

function missingDefaultChannel({ channels, defaultChannel }: Config): Fault[] {
  const known = Object.keys(channels);
  const listed = known.map((one) => `\`${one}\``).join(', ');
  if (defaultChannel === undefined) {
    if (known.length < 2) return [];
    const message = '`defaultChannel` is missing although there are several channels';
    return [{ code: 'no-default-channel', path: [], message, help: `name one of ${listed}` }];
  }
  if (known.includes(defaultChannel)) return [];
  const message = `there is no channel named \`${defaultChannel}\``;
  return [{ code: 'unknown-channel', path: ['defaultChannel'], message, help: `the channels are ${listed}` }];
}

function unknownDeployments({ deployments, sources }: Config): Fault[] {
  const known = Object.keys(deployments);
  return Object.entries(sources).flatMap(([source, { deployments: named, defaultDeployment }]) => {
    const listed = named.map((deployment, index) => ({ deployment, path: ['sources', source, 'deployments', index] }));
    const all =
      defaultDeployment === undefined
        ? listed
        : [...listed, { deployment: defaultDeployment, path: ['sources', source, 'defaultDeployment'] }];
    const unknown = all
      .filter(({ deployment }) => !known.includes(deployment))
      .map(({ deployment, path }) => unknownDeployment(deployment, path, known));
    const isForeign =
      defaultDeployment !== undefined && known.includes(defaultDeployment) && !named.includes(defaultDeployment);
    return isForeign ? [...unknown, foreignDefault(source, defaultDeployment)] : unknown;
  });
}

function unknownDeployment(deployment: string, path: (string | number)[], known: readonly string[]): Fault {
  const likely = suggest(deployment, known);
  const help =
    likely === undefined
      ? `the deployments are ${known.map((one) => `\`${one}\``).join(', ')}`
      : `did you mean \`${likely}\`?`;
  return { code: 'unknown-deployment', path, message: `there is no deployment named \`${deployment}\``, help };
}

function foreignDefault(source: string, deployment: string): Fault {
  const message = `\`${deployment}\` is not among the deployments that \`${source}\` may speak for`;
  return {
    code: 'foreign-default',
    path: ['sources', source, 'defaultDeployment'],
    message,
    help: 'add it to `deployments`, or name one of them',
  };
}

/** A Function URL's name is given by AWS. */
function domainWithoutApi({ aws: { edge, domain } }: Config): Fault[] {
  if (domain === null || edge === 'http-api') return [];
  const message = 'a `function-url` can not have a domain of your own';
  return [{ code: 'domain-without-api', path: ['aws', 'domain'], message, help: 'set `aws.edge` to `http-api`' }];
}
