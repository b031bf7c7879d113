/** Enough for a message of any service that says why; what is longer is data. */
const lineCharsMax = 8_000;
/** A structured message with a deep traceback has this much, and is only JSON when whole. */
const jsonLineCharsMax = 65_536;
/** The end of a log says why it ended; nothing before it is worth its time. */
const logCharsMax = 262_144;

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colour codes begin with one
const colourCodes = /\u001b(?:\[[0-9;?]{0,16}[ -/]{0,2}[@-~]|\][^\u0007\u001b]{0,256}\u0007?|[()][A-B0-2])/g;

/** The lines of a log's end, without colour codes and carriage returns, each bounded. */
export function splitLines(log: string): string[] {
  const tail = log.length > logCharsMax ? log.slice(log.indexOf('\n', log.length - logCharsMax) + 1) : log;
  const plain = tail.includes('\u001b') ? tail.replace(colourCodes, '') : tail;
  return plain
    .slice(-logCharsMax)
    .split(/\r?\n|\r/)
    .map(bound);
}

function bound(line: string): string {
  const charsMax = line.startsWith('{') ? jsonLineCharsMax : lineCharsMax;
  return line.length > charsMax ? `${line.slice(0, lineCharsMax / 2)} … ${line.slice(-lineCharsMax / 2)}` : line;
}
