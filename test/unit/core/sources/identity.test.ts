import { describe, expect, test } from '@jest/globals';
import { draftReport, type Findings, type ReportDraft } from '../../../../shared/core/sources/report-draft.ts';

const runId = 'scheduled__2026-08-01T02:00:00+00:00';

function draft(findings: Partial<Findings>): ReportDraft {
  return draftReport('test', { alertId: 'a', resolved: false, ...findings });
}

function identity(findings: Partial<Findings>): Partial<ReportDraft> {
  const { organizationId, workspaceId, deploymentId, dagId, dagRunId, taskId, mapIndex, tryNumber } = draft(findings);
  const all = { organizationId, workspaceId, deploymentId, dagId, dagRunId, taskId, mapIndex, tryNumber };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

describe('fields', () => {
  test.each<[string, unknown]>([
    ['an object', { dag_id: 'etl', run_id: runId, task_id: 'load', map_index: '3', try_number: 2 }],
    [
      'name and value',
      [
        { name: 'dag_id', value: 'etl' },
        { name: 'run_id', value: runId },
        { value: 'load', name: 'Task' },
        { name: 'mapIndex', value: 3 },
        { name: 'tryNumber', value: '2' },
      ],
    ],
    [
      'key and value',
      [
        { key: 'dagId', value: 'etl' },
        { key: 'runId', value: runId },
        { Name: 'taskId', Value: 'load' },
        { key: 'map_index', value: '3' },
        { key: 'try_number', value: '2' },
      ],
    ],
    [
      'pairs',
      [
        ['dag', 'etl'],
        ['dagRunId', runId],
        ['task', 'load'],
        ['map_index', 3],
        ['try_number', 2],
      ],
    ],
    ['tags', ['dag_id:etl', `dag_run_id:${runId}`, 'task_id: load', 'map_index:3', 'try_number:2']],
  ])('are read from %s', (_form, container) => {
    expect(identity({ fields: [container] })).toEqual({
      dagId: 'etl',
      dagRunId: runId,
      taskId: 'load',
      mapIndex: 3,
      tryNumber: 2,
    });
  });

  test.each<[string, unknown, unknown]>([
    ['an empty text', { dag_id: '', dag: 'etl' }, { dagId: 'etl' }],
    ['null', { dag_id: null, dagId: 'etl' }, { dagId: 'etl' }],
    ['a template that was not filled in', { dag_id: '$DAG', task_id: '$TAGS[task_id]', run_id: '{{ run_id }}' }, {}],
    ["MWAA's dimension of all", { DAG: 'All', Task: 'All', dag_id: 'etl' }, { dagId: 'etl' }],
    ['a text that is no id', { task: 'Load the orders', dag: 'etl' }, { dagId: 'etl' }],
    ['a map index that is none', { dag_id: 'etl', map_index: 'x', try_number: '-1' }, { dagId: 'etl' }],
    ['a path', { dag_id: '..', task_id: '.' }, {}],
    ['a bare deployment', { deployment: 'prod', workspace: 'w', namespace: 'n' }, {}],
    ['a list', { dag_id: ['a', 'b'] }, {}],
    ['an object', { dag_id: { a: 1 } }, {}],
  ])('leave out %s', (_what, container, expected) => {
    expect(identity({ fields: [container] })).toEqual(expected);
  });

  test('are taken by the better name in one place, and from the earlier of two places', () => {
    expect(
      identity({
        fields: [
          { dag: 'second', dag_id: 'first' },
          { dag_id: 'third', task_id: 'load' },
        ],
      }),
    ).toEqual({
      dagId: 'first',
      taskId: 'load',
    });
  });

  test('that one place gives twice in two ways are left out, and no later place fills them', () => {
    const twice = [
      ['dag_id', 'one'],
      ['dag_id', 'two'],
      ['task_id', 'load'],
    ];
    expect(identity({ fields: [twice], texts: ['airflow|one|r|load'] })).toEqual({ taskId: 'load', dagRunId: 'r' });
  });

  test('give state and severity in lower case, and leave the rest as labels', () => {
    const { state, severity, labels } = draft({
      fields: [{ State: 'FAILED', severity: 'Page', team: 'data', env: '' }],
    });
    expect({ state, severity, labels }).toEqual({ state: 'failed', severity: 'critical', labels: { team: 'data' } });
  });

  test('keep a plus that a form encoding took', () => {
    expect(identity({ fields: [{ dag_id: 'etl', run_id: 'scheduled__2026-08-01T02:00:00 00:00' }] })).toEqual({
      dagId: 'etl',
      dagRunId: runId,
    });
  });
});

describe('the identity key', () => {
  const whole = { dagId: 'etl', dagRunId: runId, taskId: 'load', mapIndex: -1, tryNumber: 3, deploymentId: 'dep' };
  test.each<[string, unknown]>([
    [`airflow|etl|${runId}|load|-1|3|dep`, whole],
    [`Failed: airflow|etl|${runId}|load|-1|3|dep\nreset by peer`, whole],
    [`(airflow|etl|${runId}|load|-1|3|dep).`, whole],
    [`"airflow|etl|${runId}|load|-1|3|dep"`, whole],
    [`airflow|etl|${runId}|load|-1|3|dep\\nreset`, whole],
    ['airflow|etl|scheduled__2026-08-01T02:00:00 00:00|load|-1|3|dep', whole],
    ['airflow|etl', { dagId: 'etl' }],
    ['airflow|etl||load failed', { dagId: 'etl', taskId: 'load' }],
    ['airflow|||||3', { tryNumber: 3 }],
    ['airflow|||||| ', {}],
    ['airflow|etl|run 1 of 2', { dagId: 'etl', dagRunId: 'run' }],
    ['myairflow|etl', {}],
    ['airflow etl', {}],
    [`airflow|etl|scheduled__2026-08...`, { dagId: 'etl' }],
    [`airflow|etl|scheduled__2026-08…`, { dagId: 'etl' }],
    ['airflow|etl|r1 and airflow|etl|r2', { dagId: 'etl' }],
    ['airflow|etl|r1 and again airflow|etl|r1|load', { dagId: 'etl', dagRunId: 'r1', taskId: 'load' }],
  ])('in %j says what it says', (text, expected) => {
    expect(identity({ texts: [text] })).toEqual(expected);
  });

  test('fills what the fields leave open, and is left out as a whole where it speaks of another DAG', () => {
    const texts = ['airflow|etl|r1|load'];
    expect(identity({ fields: [{ dag_id: 'etl' }], texts })).toEqual({ dagId: 'etl', dagRunId: 'r1', taskId: 'load' });
    expect(identity({ fields: [{ dag_id: 'other' }], texts })).toEqual({ dagId: 'other' });
  });
});

describe('a link', () => {
  const run = encodeURIComponent(runId);
  test.each<[string, unknown]>([
    [
      `https://a.io/x/dags/etl/grid?dag_run_id=${run}&task_id=load&map_index=2&tab=logs`,
      { dagId: 'etl', dagRunId: runId, taskId: 'load', mapIndex: 2 },
    ],
    [`https://a.io/dags/etl/grid?dag_run_id=${runId}&task_id=load`, { dagId: 'etl', dagRunId: runId, taskId: 'load' }],
    [
      'https://a.io/log?execution_date=2026-08-01T02%3A00%3A00%2B00%3A00&task_id=load&dag_id=etl&map_index=-1',
      { dagId: 'etl', taskId: 'load', mapIndex: -1 },
    ],
    [
      `https://a.io/dags/etl/runs/${run}/tasks/load?try_number=3`,
      { dagId: 'etl', dagRunId: runId, taskId: 'load', tryNumber: 3 },
    ],
    [
      `https://a.io/x/y/dags/etl/runs/${run}/tasks/load/mapped/4?try_number=1`,
      { dagId: 'etl', dagRunId: runId, taskId: 'load', mapIndex: 4, tryNumber: 1 },
    ],
    [`https://a.io/dags/etl/runs/${run}`, { dagId: 'etl', dagRunId: runId }],
    [`https://a.io/dags/etl/runs/${run}/tasks/group/extract`, { dagId: 'etl', dagRunId: runId }],
    [
      'https://a.io/dags/etl/runs/0f6e2f1b-9c3d-3a52-8a0e-5b8f6a1d2c77',
      { dagId: 'etl', dagRunId: '0f6e2f1b-9c3d-3a52-8a0e-5b8f6a1d2c77' },
    ],
    [
      'https://cloud.astronomer.io/ws/dags/dep/etl/0f6e2f1b-9c3d-3a52-8a0e-5b8f6a1d2c77?utm=1',
      { workspaceId: 'ws', deploymentId: 'dep', dagId: 'etl' },
    ],
    ['https://cloud.astronomer.io.evil.io/ws/dags/dep/etl/0f6e2f1b-9c3d-3a52-8a0e-5b8f6a1d2c77', {}],
    ['https://a.io/graph?g0.expr=increase', {}],
    ['https://a.io/dags/%E0%A4%A', {}],
    ['https://', {}],
  ])('%s says what it says', (link, expected) => {
    expect(identity({ logUrl: [link] })).toEqual(expected);
    expect(identity({ texts: [`See ${link}`] })).toEqual(expected);
  });

  test.each([
    [
      'https://a.io/dags/etl/grid?dag_run_id=scheduled__2026-08-01T02:00:00 00:00&task_id=load',
      { dagId: 'etl', dagRunId: runId, taskId: 'load' },
    ],
    [`https://a.io/dags/etl/runs/scheduled__2026-0...`, {}],
    ['[log](https://a.io/dags/etl/runs/r1/tasks/load).', { dagId: 'etl', dagRunId: 'r1', taskId: 'load' }],
  ])('in the text %j is neither cut nor run on', (text, expected) => {
    expect(identity({ texts: [text] })).toEqual(expected);
  });
});

describe('a printed task instance', () => {
  test.each<[string, unknown]>([
    [`<TaskInstance: etl.load ${runId} [failed]>`, { dagId: 'etl', taskId: 'load', dagRunId: runId }],
    [
      `<TaskInstance: etl.load ${runId} map_index=3 [failed]>`,
      { dagId: 'etl', taskId: 'load', dagRunId: runId, mapIndex: 3 },
    ],
    [`<TaskInstance: etl.group.load ${runId} [failed]>`, {}],
    [`<TaskInstance: etl ${runId} [failed]>`, {}],
  ])('%s says what it says, and nothing where nobody can tell', (text, expected) => {
    expect(identity({ texts: [text] })).toEqual(expected);
  });
});

describe("Astro's words", () => {
  test.each<[string, unknown]>([
    ['Pipeline failure detected on DAG etl.daily. Start', { dagId: 'etl.daily' }],
    ['DAG run failed for DAG etl', { dagId: 'etl' }],
    ['on DAG one and for DAG two', {}],
  ])('%j name a DAG', (message, expected) => {
    expect(identity({ astroMessages: [message] })).toEqual(expected);
    expect(identity({ texts: [`[Astro Alerts] ${message}`] })).toEqual(expected);
    expect(identity({ texts: [message] })).toEqual({});
  });
});

describe('bounds', () => {
  test('labels are bounded in number and in size, and a huge one costs only itself', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`label${index}`, 'x']));
    expect(Object.keys(draft({ fields: [many] }).labels)).toHaveLength(64);
    const { labels } = draft({ fields: [{ huge: 'x'.repeat(1_000_000), team: 'data' }] });
    expect(labels['huge']).toHaveLength(1_024);
    expect(labels['team']).toBe('data');
  });

  test('an id that is too long is no id, and a text that is too long is cut', () => {
    const long = draft({ fields: [{ dag_id: 'd'.repeat(251), run_id: 'r'.repeat(251) }], error: ['e'.repeat(5_000)] });
    expect(long).toMatchObject({ dagId: null, dagRunId: null });
    expect(long.error).toHaveLength(2_000);
  });

  test('what SQS would refuse is replaced', () => {
    expect(draft({ error: ['a\uFFFEb\uD800c'] }).error).toBe('a\uFFFDb\uFFFDc');
  });

  test('names that objects own are labels like any other', () => {
    const { labels } = draft({ fields: [JSON.parse('{"__proto__":"p","constructor":"c","length":"l"}')] });
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['length', 'l'],
    ]);
  });
});
