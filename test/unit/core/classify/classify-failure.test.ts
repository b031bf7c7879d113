import { describe, expect, test } from '@jest/globals';
import { classifyFailure } from '../../../../shared/core/classify/classify-failure.ts';

const at = '[2026-03-01T04:00:00.000+0000]';
const line = (source: string, level: string, message: string) => `${at} {${source}.py:1} ${level} - ${message}`;
const raised = (text: string) =>
  `Traceback (most recent call last):\n  File "/opt/airflow/dags/a.py", line 1, in run\n    go()\n${text}`;
const failed = (text: string) => `${line('taskinstance', 'ERROR', 'Task failed with exception')}\n${raised(text)}`;
const bashFailed = (code = 1) =>
  failed(
    `airflow.exceptions.AirflowException: Bash command failed. The command returned a non-zero exit code ${code}.`,
  );
const classOf = (...lines: string[]) =>
  classifyFailure({ logTail: lines.join('\n'), operator: 'BashOperator' }).failureClass;
const direct = '\nThe above exception was the direct cause of the following exception:\n\n';
const during = '\nDuring handling of the above exception, another exception occurred:\n\n';

describe('reading a failed log', () => {
  test('walks from the wrapper to what ran', () => {
    expect(
      classOf(
        line('subprocess', 'INFO', 'psql: error: Connection refused'),
        line('subprocess', 'INFO', 'Command exited with return code 2'),
        bashFailed(2),
      ),
    ).toBe('connection');
  });

  test('does not take a survived error for the cause', () => {
    expect(
      classOf(
        line('subprocess', 'ERROR', 'Connection reset by peer'),
        line('subprocess', 'INFO', 'retry 2 succeeded'),
        line('subprocess', 'INFO', 'Command exited with return code 3'),
        bashFailed(3),
      ),
    ).toBe('unknown');
  });

  test('does not take what follows the failure for the cause', () => {
    expect(
      classOf(
        failed("KeyError: 'vat'"),
        line('taskinstance', 'ERROR', 'Error when executing on_failure callback'),
        raised('requests.exceptions.ConnectionError: Connection refused'),
      ),
    ).toBe('code');
  });

  test('takes the innermost cause of a chain', () => {
    expect(classOf(failed(`MemoryError${direct}${raised('acme.LoadError: could not load')}`))).toBe('out-of-memory');
  });

  test('passes over the ordinary miss that a handler was written for', () => {
    expect(
      classOf(failed(`KeyError: 'orders'${during}${raised('ConnectionRefusedError: [Errno 111] Connection refused')}`)),
    ).toBe('connection');
  });

  test('sees the answer that plain code stumbled over', () => {
    expect(
      classOf(line('logging_mixin', 'INFO', 'response 429 {"status":"error"}'), failed("KeyError: 'results'")),
    ).toBe('rate-limited');
  });

  test('does not take words in data for an error', () => {
    expect(
      classOf(
        line('logging_mixin', 'INFO', 'note: my connection timed out again!'),
        failed('ZeroDivisionError: division by zero'),
      ),
    ).toBe('code');
  });

  test('drops the tries before the newest one', () => {
    expect(
      classOf(
        line('taskinstance', 'INFO', 'Starting attempt 1 of 2'),
        failed('MemoryError'),
        line('taskinstance', 'INFO', 'Starting attempt 2 of 2'),
        line('subprocess', 'INFO', 'start'),
        bashFailed(),
      ),
    ).toBe('unknown');
  });

  test('reads the reverse chain of a structured log', () => {
    const detail = [
      { exc_type: 'LoadError', exc_value: 'could not load', is_cause: false, frames: [] },
      { exc_type: 'ReadTimeout', exc_value: 'The read operation timed out', is_cause: true, frames: [] },
    ];
    expect(
      classOf(
        JSON.stringify({ event: 'Task failed with exception', level: 'error', logger: 'task', error_detail: detail }),
      ),
    ).toBe('connection');
  });

  test.each([
    ['an empty log', ''],
    [
      'a log that could not be read',
      "*** Could not read served logs: Client error '403 FORBIDDEN' for url 'http://w:8793/log'",
    ],
    ['a log that simply stops', line('logging_mixin', 'INFO', 'page 2: 41 items')],
    ['exit 1 without output', bashFailed()],
    [
      'a state that was set to success',
      `${line('local_task_job_runner', 'WARNING', 'State of this instance has been externally set to success. Terminating instance.')}\n${line('taskinstance', 'ERROR', 'Received SIGTERM. Terminating subprocesses.')}`,
    ],
  ])('answers unknown to %s', (_what, log) => {
    expect(classOf(log)).toBe('unknown');
  });

  test('says that a re-run does not help where somebody set the state to failed', () => {
    const log = line(
      'local_task_job_runner',
      'WARNING',
      'State of this instance has been externally set to failed. Terminating instance.',
    );
    expect(classifyFailure({ logTail: log, operator: null })).toMatchObject({
      failureClass: 'unknown',
      transient: false,
      signature: 'set-failed-outside',
    });
  });

  test('takes SIGTERM that nobody explains for a lost worker', () => {
    expect(classOf(line('taskinstance', 'ERROR', 'Received SIGTERM. Terminating subprocesses.'))).toBe('worker-lost');
  });

  test('takes 137 of a shell for memory only after memory grew', () => {
    const grew = ['rss=10G', 'rss=14G', 'rss=15.8G'].map((said) => line('subprocess', 'INFO', said));
    expect([classOf(...grew, bashFailed(137)), classOf(bashFailed(137))]).toEqual(['out-of-memory', 'unknown']);
  });

  test('counts what the alert said only where the log gives no reason, as a guess', () => {
    const reportError = 'psycopg2.OperationalError: FATAL: the database system is starting up';
    const verdict = classifyFailure({
      logTail: `${line('subprocess', 'INFO', 'start')}\n${bashFailed()}`,
      operator: null,
      reportError,
    });
    expect(verdict).toMatchObject({ failureClass: 'remote-unavailable', transient: 'unsure', confidence: 0.4 });
    expect(classifyFailure({ logTail: '', operator: null, reportError }).failureClass).toBe('unknown');
  });

  test('tells no secret of the line that decides', () => {
    const { evidence } = classifyFailure({
      logTail: failed('ConnectionError: postgresql://etl:pw-FAKE-1@pg/dwh: Connection refused'),
      operator: null,
    });
    expect(evidence).toEqual(['ConnectionError: postgresql://etl:[redacted]@pg/dwh: Connection refused']);
  });
});
