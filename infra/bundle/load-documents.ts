import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Config } from '../../shared/core/config/config.ts';
import { parseConfig } from '../../shared/core/config/parse-config.ts';
import type { Diagnostic } from '../../shared/core/diagnostics/diagnostic.ts';
import { renderTerminal } from '../../shared/core/diagnostics/render-terminal.ts';
import { parsePolicy } from '../../shared/core/policy/parse-policy.ts';
import type { Policy } from '../../shared/core/policy/policy.ts';
import type { BundledDocuments } from './bundle-functions.ts';

export interface LoadedDocuments {
  readonly config: Config;
  readonly policy: Policy;
  readonly configFile: string;
  readonly policyFile: string;
  readonly documents: BundledDocuments;
}

/** A config or policy that does not load, rendered with every mistake and its place. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
}

/** Loads config and policy with the product's own loaders. `policyFile` overrules the one the config names. */
export function loadDocuments(configFile: string, policyFile?: string): LoadedDocuments {
  const configText = readDocument(
    configFile,
    'config',
    'write one like `airmend.config.json` in the README, or name another with --config',
  );
  const parsedConfig = parseConfig({ file: display(configFile), text: configText });
  if (!parsedConfig.ok) throw refused(configText, parsedConfig.diagnostics);
  const { config } = parsedConfig;
  const chosen = policyFile ?? resolve(dirname(configFile), config.policy);
  const policyText = readDocument(
    chosen,
    'policy',
    'start from one of `policies/`, and name it as `policy` in the config',
  );
  const parsedPolicy = parsePolicy({ file: display(chosen), text: policyText, channels: Object.keys(config.channels) });
  if (!parsedPolicy.ok) throw refused(policyText, parsedPolicy.diagnostics);
  const { policy, canonical } = parsedPolicy;
  return {
    config,
    policy,
    configFile,
    policyFile: chosen,
    documents: { config: parsedConfig.canonical, policy: canonical },
  };
}

function readDocument(file: string, what: string, help: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new DocumentError(`there is no ${what} at ${display(file)}\nhelp: ${help}`);
  }
}

function refused(text: string, diagnostics: readonly Diagnostic[]): DocumentError {
  const rendered = diagnostics.map((diagnostic) => renderTerminal(diagnostic, { text }));
  return new DocumentError(
    [...rendered, `${diagnostics.filter(({ severity }) => severity === 'error').length} error(s)`].join('\n\n'),
  );
}

function display(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return path.startsWith('..') ? file : path;
}
