import { join } from 'node:path';
import type { GeneratedFile, Generator } from './generator.ts';

/** The generated files that are missing or differ from what their generator makes now. */
export async function staleFiles({
  root,
  generators,
  read,
}: {
  root: string;
  generators: readonly Generator[];
  /** Null: no such file. */
  read: (file: string) => Promise<string | null>;
}): Promise<GeneratedFile[]> {
  const stale: GeneratedFile[] = [];
  for (const generator of generators) {
    for (const file of await generator.generate(root)) {
      if ((await read(join(root, file.path))) !== file.text) stale.push(file);
    }
  }
  return stale;
}
