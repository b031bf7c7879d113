import { describe, expect, test } from '@jest/globals';
import { airflowCallback } from '../../../../shared/core/sources/airflow-callback/airflow-callback.ts';
import { datadog } from '../../../../shared/core/sources/datadog/datadog.ts';

const delivery = { headers: new Map<string, string>() };

describe('a form that senders have beside the one of our docs', () => {
  test('Datadog tags as a list are read like those as a text', () => {
    const payload = { id: '1', title: 'a monitor', alert_type: 'error', alert_transition: 'Triggered' };
    const asList = datadog.read({ ...payload, tags: ['dag_id:etl', 'task_id:load', 'env:prod'] }, delivery);
    expect(asList).toMatchObject({ drafts: [{ dagId: 'etl', taskId: 'load', labels: { env: 'prod' } }] });
    expect(asList).toEqual(datadog.read({ ...payload, tags: 'dag_id:etl,task_id:load,env:prod' }, delivery));
  });

  test('an exception that a callback posts as a text is the error', () => {
    const payload = { event: 'task_failed', dag_id: 'etl', task_id: 'load', exception: 'ValueError: no rows' };
    expect(airflowCallback.read(payload, delivery)).toMatchObject({
      drafts: [{ dagId: 'etl', taskId: 'load', error: 'ValueError: no rows' }],
    });
  });
});
