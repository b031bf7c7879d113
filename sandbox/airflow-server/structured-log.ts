/** A message of Airflow 3's log. */
export interface Message {
  readonly event: string;
  readonly timestamp?: string | null;
  readonly level?: string;
  readonly logger?: string;
  readonly [field: string]: unknown;
}

const headed = /^\[([^\]]+)\] \{([^}:]+)(?::(\d+))?\} (\w+) - (.*)$/;
const leveled = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL) - (.*)$/;
const traceback = 'Traceback (most recent call last):';

/** The model writes its logs in Airflow 2's text form; this is what Airflow 3 makes of the same task's words. */
export function structureLog(lines: readonly string[], file: string): Message[] {
  const messages: Message[] = [
    { event: '::group::Log message source details' },
    { event: file },
    { event: '::endgroup::' },
  ];
  for (let place = 0; place < lines.length; place += 1) {
    const line = lines[place] ?? '';
    if (line === traceback) {
      const end = lines.findIndex((one, at) => at > place && !/^\s/.test(one));
      const last = end === -1 ? lines.length - 1 : end;
      messages.push(writeException(lines.slice(place + 1, last), lines[last] ?? ''));
      place = last;
      continue;
    }
    messages.push(...writeLine(line));
  }
  return messages;
}

function writeLine(line: string): Message[] {
  const [, stamp, filename, , level = 'INFO', words = ''] = headed.exec(line) ?? [];
  if (stamp !== undefined) return translate(words, { timestamp: stamp.replace('+0000', 'Z'), filename, level });
  const [, ownLevel, text] = leveled.exec(line) ?? [];
  if (ownLevel !== undefined && text !== undefined)
    return [{ event: text, level: ownLevel.toLowerCase(), logger: 'airflow.task' }];
  return line.trim() === '' ? [] : [{ event: line, level: 'info', logger: 'task.stdout' }];
}

/** The last words of a supervisor are others in Airflow 3. */
function translate(
  words: string,
  { timestamp, filename, level }: { timestamp: string; filename: string | undefined; level: string },
): Message[] {
  const said = (event: string, as: string, more: object = {}): Message => ({
    timestamp,
    event,
    level: as,
    logger: 'task',
    filename,
    ...more,
  });
  if (words.includes('externally set to'))
    return [
      said("Server indicated the task shouldn't be running anymore. Terminating process", 'error', {
        detail: {
          detail: { reason: 'not_running', message: 'TI is no longer in the running state', current_state: 'failed' },
        },
      }),
      said('Task killed!', 'error'),
    ];
  if (words.includes('return code -9'))
    return [
      said(
        'Process terminated by signal. Likely out of memory error (OOM). For more information, see https://airflow.apache.org/docs/apache-airflow/stable/troubleshooting.html#process-terminated-by-signal.',
        'critical',
        { signal: -9, signal_name: 'SIGKILL' },
      ),
    ];
  if (words.includes('return code 1')) return [said('Task failed with exception', 'error')];
  if (/return code|Marking task as/.test(words)) return [];
  return [said(words, level.toLowerCase())];
}

function writeException(frames: readonly string[], raised: string): Message {
  const [, type = raised, value = ''] = /^([\w.]+): ?([\s\S]*)$/.exec(raised) ?? [];
  return {
    event: 'Task failed with exception',
    level: 'error',
    logger: 'task',
    error_detail: [
      {
        exc_type: type,
        exc_value: value,
        exc_notes: [],
        syntax_error: null,
        is_cause: false,
        frames: frames.flatMap((line) => {
          const [, filename, lineno, name] = /File "([^"]+)", line (\d+), in (.+)$/.exec(line) ?? [];
          return filename === undefined ? [] : [{ filename, lineno: Number(lineno), name }];
        }),
        is_group: false,
        exceptions: [],
      },
    ],
  };
}
