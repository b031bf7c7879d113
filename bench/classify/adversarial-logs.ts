/** Logs that were made to be costly: each is repeated up to the characters asked for, and ends as a failed task does. */
export const adversarialLogs: readonly { readonly name: string; readonly write: (chars: number) => string }[] = [
  {
    name: 'one error, over and over',
    write: (chars) => fill(chars, `${head} ERROR - ConnectionError: Connection refused, 429, quota exceeded\n`),
  },
  {
    name: 'long lines',
    write: (chars) => fill(chars, `${head} INFO - ${'select timeout, denied from memory; '.repeat(3_000)}\n`),
  },
  { name: 'one line', write: (chars) => `${head} INFO - ${'x error 503 '.repeat(chars / 12)}\n${ending}` },
  {
    name: 'unicode',
    write: (chars) => fill(chars, `${head} INFO - größe 日本語 🙂 naïve Error: ключ не найден ١٢٣\n`),
  },
  {
    name: 'colour codes',
    write: (chars) => fill(chars, '\u001b[34m\u001b[1m\u001b[0m[\u001b[31mERROR\u001b[0m] step \u001b[\n'),
  },
  { name: 'binary', write: (chars) => fill(chars, binary()) },
  {
    name: '10,000 chained exceptions',
    write: (chars) => `${head} ERROR - Task failed with exception\n${chain(Math.round(chars / 100))}${ending}`,
  },
  {
    name: 'structured lines',
    write: (chars) =>
      fill(
        chars,
        `${JSON.stringify({ event: 'Traceback (most recent call last): Error 500', level: 'error', logger: 'task.stdout' })}\n`,
      ),
  },
  {
    name: 'half secrets',
    write: (chars) => fill(chars, 'password=password: "token="secret -----BEGIN PRIVATE KEY----- eyJhb.eyJ://a:b\n'),
  },
];

const head = '[2026-03-01T04:00:00.000+0000] {x.py:1}';
const ending = `${head} ERROR - Task failed with exception\nTraceback (most recent call last):\n  File "a.py", line 1, in run\nairflow.exceptions.AirflowException: Bash command failed. The command returned a non-zero exit code 1.\n`;

function fill(chars: number, line: string): string {
  return line.repeat(Math.ceil(chars / line.length)) + ending;
}

/** Every byte once, in an order that does not follow the alphabet. */
function binary(): string {
  return String.fromCharCode(...Array.from({ length: 256 }, (_none, index) => (index * 151) % 256));
}

function chain(links: number): string {
  const link =
    'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: x\n\nThe above exception was the direct cause of the following exception:\n\n';
  return link.repeat(links);
}
