const pairsStart = /^\s*\[\(\s*['"]/;

/** Airflow 2 hands a log over as the text form of a Python list of pairs, `[('host', '…\n…')]`. Other text is left as it is. */
export function unwrapLogPiece(content: string): string {
  if (!pairsStart.test(content) || !content.trimEnd().endsWith(')]')) return content;
  const strings = readPythonStrings(content);
  if (strings === null || strings.length % 2 !== 0) return content;
  return strings
    .filter((_string, index) => index % 2 === 1)
    .map(unescapePython)
    .join('\n');
}

/** The string literals without their quotes; null where one does not end. A loop, because a log is too long for a regular expression's stack. */
function readPythonStrings(content: string): string[] | null {
  const strings: string[] = [];
  for (let at = 0; at < content.length; at += 1) {
    const quote = content[at];
    if (quote !== "'" && quote !== '"') continue;
    const start = at + 1;
    for (at = start; at < content.length && content[at] !== quote; at += 1) if (content[at] === '\\') at += 1;
    if (at >= content.length) return null;
    strings.push(content.slice(start, at));
  }
  return strings;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', "'": "'", '"': '"', '\\': '\\' };

function unescapePython(literal: string): string {
  return literal.replace(
    /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\s\S]))/g,
    (written: string, ...groups: (string | undefined)[]) => {
      const [hex2, hex4, hex8, one = ''] = groups;
      const hex = hex2 ?? hex4 ?? hex8;
      if (hex === undefined) return Object.hasOwn(escapes, one) ? (escapes[one] ?? written) : written;
      const point = Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : written;
    },
  );
}

/** Lines in which Airflow speaks of the log instead of showing it. */
const aboutTheLog = [
  /^\*\*\*/,
  /::(group|endgroup)::/,
  /^Error fetching the logs\./,
  /^Task was skipped, no logs available/,
  /^(Failed to fetch log file|Could not read (served|remote) logs|Log file does not exist|No logs found)/i,
];

/** Airflow answers 200 with an apology where there is no log, as after the death of a worker. */
export function saysNoLog(text: string): boolean {
  return text
    .split('\n')
    .map((line) => line.trim())
    .every((line) => line === '' || aboutTheLog.some((pattern) => pattern.test(line)));
}
