import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseJsonText } from '../../shared/core/diagnostics/json-text.ts';
import { parsePolicy } from '../../shared/core/policy/parse-policy.ts';
import { isList, readField } from '../../shared/core/policy/pattern/read-values.ts';
import { readInput } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';

export const policyFileDefault = 'airmend.policy.json';
const configFileDefault = 'airmend.config.json';

/** Loads a policy as a deployment would; the channels come from the config that is named or stands beside it. */
export function loadPolicy(options: { file?: string | undefined; config?: string | undefined }) {
  const file = options.file ?? policyFileDefault;
  const input = readInput(file);
  const config = readChannels(options.config ?? besidePolicy(file));
  return {
    input,
    channels: config?.declared,
    toBeUsed: config?.toBeUsed,
    parsed: parsePolicy({ ...input, channels: config?.declared }),
  };
}

/** The config in the policy's folder, where there is one. */
function besidePolicy(file: string): string | undefined {
  const beside = join(dirname(file), configFileDefault);
  return existsSync(beside) ? beside : undefined;
}

/** The config's channels, and those that nothing but the policy uses. Undefined: there is no config. */
function readChannels(
  config: string | undefined,
): { declared: readonly string[]; toBeUsed: readonly string[] } | undefined {
  if (config === undefined) return undefined;
  const input = readInput(config);
  const json = parseJsonText({ ...input, comments: true });
  const isReadable = json.ok && typeof json.value === 'object' && json.value !== null && !isList(json.value);
  if (!isReadable) throw new UsageError(`${input.file}: not a config; its channels can not be read`);
  const channels = readField(json.value, 'channels') ?? {};
  const declared = typeof channels === 'object' && channels !== null && !isList(channels) ? Object.keys(channels) : [];
  const [first, ...more] = declared;
  const fallback = readField(json.value, 'defaultChannel') ?? (more.length === 0 ? first : undefined);
  return { declared, toBeUsed: declared.filter((channel) => channel !== fallback) };
}
