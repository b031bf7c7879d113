/** The end of a log says why it ended; nothing before it is worth its time. */
const logCharsMax = 65_536;

/** The end of a log, cut at the beginning of a line where there is one. */
export function tailOf(log: string): string {
  if (log.length <= logCharsMax) return log;
  const tail = log.slice(-logCharsMax);
  return tail.slice(tail.indexOf('\n') + 1);
}
