import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../../cli/airmend.ts';
import { plainColours } from '../../../cli/terminal.ts';

/** Runs a command line in this process; what it wrote and how it ended. */
export async function run(...argv: readonly string[]): Promise<{ exitCode: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await runCommand(argv, {
    write: (line) => out.push(line),
    complain: (line) => err.push(line),
    colours: plainColours,
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

/** A folder of its own with these files; the path of each by name. */
export function files(contents: Readonly<Record<string, unknown>>): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'airmend-cli-'));
  return Object.fromEntries(
    Object.entries(contents).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return [name, path];
    }),
  );
}
