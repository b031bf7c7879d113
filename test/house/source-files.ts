import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

/** Every TypeScript file that people write: tracked or about to be. */
export function listSourceFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((path) => path !== '' && !path.endsWith('.gen.ts') && !path.endsWith('.d.ts'))
    .flatMap((path) => {
      const text = readIfThere(join(root, path));
      return text === null ? [] : [{ path, text, lines: text.split('\n') }];
    });
}

/** What a file imports: relative ones as paths from the root, packages by name. */
export function importsOf({ path, text }: SourceFile): string[] {
  const specifiers = [
    ...text.matchAll(/^(?:import|export)\b[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm),
  ];
  return specifiers.flatMap(([, from, bare, dynamic]) => {
    const specifier = from ?? bare ?? dynamic;
    if (specifier === undefined) return [];
    return [specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : specifier];
  });
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // deleted in the working tree, still in the index
  }
}
