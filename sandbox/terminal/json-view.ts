import type { View } from './view.ts';

/** One JSON object a line. The first has type `ready`. */
export function createJsonView(write: (line: string) => void): View {
  const put = (type: string, fields: object) => write(JSON.stringify({ type, ...fields }));
  return {
    ready: ({ ingestUrl, astroUrl }) => put('ready', { ingestUrl, astroUrl }),
    note: (text) => put('note', { at: Date.now(), text }),
    event: ({ facts, ...event }) => put('event', { at: Date.now(), ...event, ...facts }),
    call: (call) => put('call', call),
    stray: (line, functionName) => put('stray', { functionName, line }),
    summary: (rows) => put('summary', { isAsExpected: rows.every(({ isAsExpected }) => isAsExpected), rows }),
  };
}
