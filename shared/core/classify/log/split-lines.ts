/** Enough for a message of any service that says why; what is longer is data. */
const lineCharsMax = 4_000;
/** A structured message with a deep traceback has this much, and is only JSON when whole. */
const jsonLineCharsMax = 65_536;

const colourCodes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colour codes begin with one
  /\u001b(?:\[[0-9;?]{0,16}[ -/]{0,2}[@-~]|\][^\u0007\u001b]{0,256}\u0007?|[()][A-B0-2])/g;

/** The lines of a log, without colour codes and carriage returns, each bounded. */
export function splitLines(log: string): string[] {
  const plain = log.includes('\u001b') ? log.replace(colourCodes, '') : log;
  return plain.split(/\r?\n|\r/).map(bound);
}

function bound(line: string): string {
  const charsMax = line.startsWith('{') ? jsonLineCharsMax : lineCharsMax;
  return line.length > charsMax ? `${line.slice(0, lineCharsMax / 2)} … ${line.slice(-lineCharsMax / 2)}` : line;
}
