import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { DocumentError } from '../infra/bundle/load-documents.ts';
import { type Config, sourceSecretOf, tokenSecretOf } from '../shared/core/config/config.ts';
import { type SourceConfig, sharesSecret } from '../shared/core/config/source-config.ts';
import type { SecretsEmulator } from './emulators/secrets-manager.ts';

export interface SandboxSecrets {
  /** What a sender of this source shares with Airmend here. */
  readonly ofSource: (source: string) => string;
  /** Puts all of them where the functions read them. `tokens`: by deployment. */
  readonly putAll: (emulator: SecretsEmulator, tokens: ReadonlyMap<string, string>) => void;
}

/** The user's own secrets, and one that is made up for each source without. */
export function createSandboxSecrets({ deployments, sources }: Config, file: string | undefined): SandboxSecrets {
  const given = readSecrets(file);
  const ofSource = (source: string): string => {
    const settings = Object.hasOwn(sources, source) ? sources[source] : undefined;
    if (settings === undefined) return madeUp(source);
    return given.get(sourceSecretOf(source, settings)) ?? madeUp(source, settings);
  };
  return {
    ofSource,
    putAll(emulator, tokens) {
      for (const [name, deployment] of Object.entries(deployments))
        emulator.put(tokenSecretOf(name, deployment), tokens.get(name) ?? null);
      for (const [source, settings] of Object.entries(sources))
        if (sharesSecret(settings)) emulator.put(sourceSecretOf(source, settings), ofSource(source));
      for (const [name, value] of given) emulator.put(name, value);
    },
  };
}

/** In the form its scheme wants. */
function madeUp(source: string, settings?: SourceConfig): string {
  const secret = `sandbox-secret-of-${source}`;
  if (settings?.authentication.scheme === 'basic') return `sandbox:${secret}`;
  if (settings?.authentication.scheme === 'standard-webhooks') return `whsec_${Buffer.from(secret).toString('base64')}`;
  return secret;
}

/** Names and values, as a JSON object; a value that is an object itself is kept as JSON. */
function readSecrets(file: string | undefined): ReadonlyMap<string, string> {
  if (file === undefined) return new Map();
  const parsed = z
    .record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))
    .safeParse(readJson(file));
  if (!parsed.success)
    throw new DocumentError(
      `${file} is not a JSON object of secret names and values\nhelp: write it like {"airmend/production/token": "…"}`,
    );
  return new Map(
    Object.entries(parsed.data).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
