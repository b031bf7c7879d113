import type { Diagnostic } from './diagnostic.ts';

/** How each part is coloured. The default paints nothing. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly help: (text: string) => string;
}

const plain: Paint = { error: same, warning: same, dim: same, help: same };
const lineCharsMax = 160;

/** One diagnostic as compilers show it: the line quoted, the place marked. `text` is the file's content; without it nothing is quoted. */
export function renderTerminal(
  diagnostic: Diagnostic,
  options: { text?: string | undefined; paint?: Paint } = {},
): string {
  const paint = options.paint ?? plain;
  const tone = paint[diagnostic.severity];
  const lines = [`${tone(`${diagnostic.severity}[${diagnostic.code}]`)}: ${diagnostic.message}`];
  const gutter = ' '.repeat(String(diagnostic.line ?? '').length);
  lines.push(`${gutter}${paint.dim('-->')} ${place(diagnostic)}`);
  lines.push(...quote(diagnostic, { text: options.text, gutter, paint }));
  for (const note of diagnostic.notes) lines.push(`${gutter} ${paint.dim('=')} note: ${note}`);
  if (diagnostic.help !== undefined) lines.push(`${paint.help('help')}: ${diagnostic.help}`);
  return lines.join('\n');
}

function place({ file, line, column, pointer }: Diagnostic): string {
  const at = line === undefined ? (file ?? '') : `${file ?? ''}:${line}:${column}`;
  return [at, pointer].filter((part) => part !== '').join('  ');
}

function quote(diagnostic: Diagnostic, around: { text: string | undefined; gutter: string; paint: Paint }): string[] {
  const { line, column, length } = diagnostic;
  const { text, gutter, paint } = around;
  if (text === undefined || line === undefined || column === undefined) return [];
  const whole = text.split(/\r?\n/)[line - 1];
  if (whole === undefined) return [];
  const cutBefore = Math.max(0, column - 1 - lineCharsMax / 2);
  const shown = whole.slice(cutBefore, cutBefore + lineCharsMax).replaceAll('\t', ' ');
  const marks = '^'.repeat(Math.max(1, Math.min(length ?? 1, shown.length - (column - 1 - cutBefore))));
  const bar = paint.dim('|');
  return [
    `${gutter} ${bar}`,
    `${paint.dim(String(line))} ${bar} ${shown}`,
    `${gutter} ${bar} ${' '.repeat(column - 1 - cutBefore)}${paint[diagnostic.severity](marks)}`,
  ];
}

function same(text: string): string {
  return text;
}
