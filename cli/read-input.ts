import { readFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** A text and the name it has in messages. */
export interface Input {
  readonly file: string;
  readonly text: string;
}

/** Reads a file, or standard input for `-`. */
export function readInput(file: string): Input {
  try {
    return file === '-'
      ? { file: '<stdin>', text: readFileSync(0, 'utf8') }
      : { file, text: readFileSync(file, 'utf8') };
  } catch (error) {
    const why = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    const what =
      why === 'ENOENT' ? 'there is no such file' : why === 'EISDIR' ? 'it is a folder' : `it can not be read (${why})`;
    throw new UsageError(`${file}: ${what}`);
  }
}

/** An argument that is either the text itself or `@file`. */
export function readArgument(argument: string, name: string): Input {
  return argument.startsWith('@') ? readInput(argument.slice(1)) : { file: `<${name}>`, text: argument };
}
