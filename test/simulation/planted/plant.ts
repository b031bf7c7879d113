import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlantedBug } from './planted-bugs.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
/** What the simulation runs on. */
const parts = ['shared', 'functions', 'sandbox', 'test/simulation', 'package.json'];

/** A copy of the source with a bug in it; the caller takes it away. */
export function plant(bug: PlantedBug): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'airmend-planted-'));
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [file, text] of editSource(bug)) writeFileSync(join(folder, file), text);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The files that a bug changes, as they are with it. Throws where the text to replace is not there exactly once. */
export function editSource({ name, edits }: PlantedBug): Map<string, string> {
  const edited = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const text = edited.get(file) ?? readFileSync(join(root, file), 'utf8');
    const places = text.split(find).length - 1;
    if (places !== 1) throw new Error(`"${name}" can't be planted: ${file} holds ${places} times: ${find}`);
    edited.set(file, text.split(find).join(replace));
  }
  return edited;
}
