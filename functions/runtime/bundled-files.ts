import { readFileSync } from 'node:fs';
import { type Config, configSchema } from '../../shared/core/config/config.ts';
import { ConfigError } from '../../shared/core/config/config-error.ts';

/** Reads a file that stands beside the bundle. */
export function readBundledFile(folder: URL, name: string): string {
  try {
    return readFileSync(new URL(name, folder), 'utf8');
  } catch {
    throw new ConfigError(`${name} is not in the function's bundle: build and deploy it again`);
  }
}

/** The config as it was validated when the bundle was built. */
export function readBundledConfig(folder: URL): Config {
  const read = configSchema.safeParse(JSON.parse(readBundledFile(folder, 'airmend.config.json')));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ConfigError(
    `airmend.config.json in the bundle is of another version (${issue?.path.join('.')}): build and deploy it again`,
  );
}
