import { describe, expect, test } from '@jest/globals';
import { parseLog } from '../../../../shared/core/classify/log/parse-log.ts';
import { parseTracebacks } from '../../../../shared/core/classify/log/parse-traceback.ts';
import { wasSetFromOutside } from '../../../../shared/core/classify/set-from-outside.ts';
import { namedCodes } from '../../../../shared/core/classify/signatures/named-codes.ts';
import { splitPattern } from '../../../../shared/core/classify/signatures/split-pattern.ts';

describe('the records of a log', () => {
  test.each([
    ['Airflow 2', '[2024-05-14, 10:30:29 CET] {xcom.py:719} ERROR - it broke', 'xcom.py'],
    [
      'Airflow 2 in colours',
      '[\u001b[34m2024-01-20T08:51:56.833+0000\u001b[0m] {\u001b[34mxcom.py:\u001b[0m120} ERROR\u001b[0m - it broke\u001b[0m',
      'xcom.py',
    ],
    ["Airflow 3's web page", '[2025-07-06, 16:45:31] ERROR - it broke source="task"', 'task'],
    ['structlog', '2025-10-06T23:51:52.391863Z [error   ] it broke [task]', 'task'],
    ['JSON', '{"event": "it broke", "level": "error", "logger": "task"}', 'task'],
  ])('are the same in %s', (_format, line, source) => {
    expect(parseLog(`${line}\nmore`)).toEqual([
      expect.objectContaining({ level: 'error', message: 'it broke', source, body: ['more'] }),
    ]);
  });

  test('keep a broken JSON line as text', () => {
    expect(parseLog('{"event": "cut')).toEqual([expect.objectContaining({ level: null, message: '{"event": "cut' })]);
  });

  test('keep both ends of a chain that has no end', () => {
    const link =
      'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: x\n\nDuring handling of the above exception, another exception occurred:\n';
    const [chain = []] = parseTracebacks(
      `${link.repeat(10_000)}Traceback (most recent call last):\n  File "a.py", line 1\nKeyError: y`.split('\n'),
    );
    expect([chain.length, chain[0]?.type, chain.at(-1)?.type]).toEqual([16, 'ValueError', 'KeyError']);
  });
});

describe('a state that was set from outside', () => {
  test.each([
    ['is seen in Airflow 2', 'State of this instance has been externally set to failed. Terminating instance.', true],
    [
      'is seen in Airflow 3',
      "Server indicated the task shouldn't be running anymore detail={'reason': 'not_running'}",
      true,
    ],
    [
      'is not a second worker with the same try',
      "Server indicated the task shouldn't be running anymore detail={'reason': 'running_elsewhere'}",
      false,
    ],
    ['is not seen without a log', null, false],
  ])('%s', (_promise, log, seen) => {
    expect(wasSetFromOutside(log)).toBe(seen);
  });
});

describe('the literals that spare a search', () => {
  test.each([
    ['the longest run', 'ab.*Connection refused', ['connection refused']],
    ['every choice of a group', '(?:token|secret) \\d', ['token', 'secret']],
    ['nothing that is optional', 'x(?:abcdef)?', null],
    ['not the character before a repeat', 'errors?', ['error']],
  ])('are %s', (_what, pattern, literals) => {
    expect(splitPattern(pattern)).toEqual([{ pattern, literals }]);
  });
});

describe('the codes that a text names', () => {
  test.each([
    ['503 Server Error: x for url', 'http:503'],
    ['404:Not Found', 'http:404'],
    ['An error occurred (NoSuchKey) when calling the GetObject operation', 'aws:NoSuchKey'],
    ["(1205, 'Lock wait timeout')", 'mysql:1205'],
    ['ORA-00060: deadlock', 'ora:00060'],
    ['[Errno 104] reset', 'errno:104'],
    ['status = StatusCode.UNAVAILABLE', 'grpc:UNAVAILABLE'],
  ])('%s', (text, code) => {
    expect([...namedCodes(text)]).toContain(code);
  });

  test('are not seen in counts', () => {
    expect([...namedCodes('removed 429 duplicates in 503 ms')]).toEqual([]);
  });
});
