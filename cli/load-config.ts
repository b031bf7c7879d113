import { existsSync } from 'node:fs';
import type { Config } from '../shared/core/config/config.ts';
import { parseConfig } from '../shared/core/config/parse-config.ts';
import { readInput } from './read-input.ts';
import { renderDiagnostics, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

const configFileDefault = 'airmend.config.json';

/** Loads the config as a deployment would. Null: none is named and none is here. Rejects with a `UsageError` that quotes its faults. */
export function loadConfig(file: string | undefined, { colours }: Pick<Terminal, 'colours'>): Config | null {
  if (file === undefined && !existsSync(configFileDefault)) return null;
  const input = readInput(file ?? configFileDefault);
  const parsed = parseConfig(input);
  if (parsed.ok) return parsed.config;
  throw new UsageError(
    `the config does not load\n\n${renderDiagnostics(parsed.diagnostics, { text: input.text, colours })}`,
  );
}
