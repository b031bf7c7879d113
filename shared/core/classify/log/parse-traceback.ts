import type { ChainedException } from './log-record.ts';

const opening = 'Traceback (most recent call last)';
const causeLink = 'The above exception was the direct cause of the following exception:';
const contextLink = 'During handling of the above exception, another exception occurred:';
const frameLine = /^\s+File "([^"]{1,400})", line \d+/;
const exceptionLine = /^([A-Za-z_][\w.]{0,200})(?:: ?(.*))?$/s;
const messageCharsMax = 8_000;
/** Exceptions kept of one chain, from each end: what lies between is repetition. */
const chainEndMax = 8;

/** Reads Python tracebacks out of lines: every chain in order of appearance, each beginning with its first cause. */
export function parseTracebacks(lines: readonly string[]): ChainedException[][] {
  const chains: Draft[][] = [];
  let open: Draft | null = null;
  let link: ChainedException['leadsTo'] = null;
  let state: 'outside' | 'frames' | 'message' = 'outside';
  for (const line of lines) {
    if (line.includes(opening)) {
      open = { type: '', message: [], leadsTo: null, raisedIn: null };
      const chain = chains.at(-1);
      const previous = chain?.at(-1);
      if (link !== null && previous !== undefined && chain !== undefined) {
        previous.leadsTo = link;
        chain.push(open);
      } else chains.push([open]);
      link = null;
      state = 'frames';
    } else if (line.includes(causeLink) || line.includes(contextLink)) {
      link = line.includes(causeLink) ? 'cause' : 'context';
      state = 'outside';
    } else if (state === 'frames' && open !== null) {
      if (readFrame(open, line)) state = 'message';
    } else if (state === 'message' && open !== null) open.message.push(line);
  }
  return chains.map((chain) => boundChain(chain).map(finish)).filter((chain) => chain.length > 0);
}

interface Draft {
  type: string;
  message: string[];
  leadsTo: ChainedException['leadsTo'];
  raisedIn: string | null;
}

/** Reads one line below a traceback's opening; true: it was the exception's own line. */
function readFrame(draft: Draft, line: string): boolean {
  const file = frameLine.exec(line)?.[1];
  if (file !== undefined) draft.raisedIn = file;
  if (/^[\s│╭╰|+]/.test(line) || line === '') return false;
  const [, type = '', message = line] = exceptionLine.exec(line) ?? [];
  draft.type = type;
  draft.message.push(type !== '' && message === line ? '' : message);
  return true;
}

function boundChain(chain: readonly Draft[]): readonly Draft[] {
  const whole = chain.filter(({ message }) => message.length > 0);
  return whole.length > 2 * chainEndMax ? [...whole.slice(0, chainEndMax), ...whole.slice(-chainEndMax)] : whole;
}

function finish({ type, message, leadsTo, raisedIn }: Draft): ChainedException {
  return { type, message: message.join('\n').slice(0, messageCharsMax).trimEnd(), leadsTo, raisedIn };
}
