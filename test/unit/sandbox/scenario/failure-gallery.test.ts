import { describe, expect, test } from '@jest/globals';
import { galleryLogs } from '../../../../sandbox/scenario/failure-gallery.ts';
import { classifyFailure } from '../../../../shared/core/classify/classify-failure.ts';
import { failureClasses } from '../../../../shared/core/policy/facts.ts';

describe('the gallery of failures', () => {
  test('has a log for every class', () => {
    expect(Object.keys(galleryLogs).toSorted()).toEqual([...failureClasses].toSorted());
  });

  test.each(Object.entries(galleryLogs))('shows %s', (failureClass, log) => {
    const logTail = [...log, '{local_task_job_runner.py:266} INFO - Task exited with return code 1'].join('\n');
    expect(classifyFailure({ logTail, operator: null }).failureClass).toBe(failureClass);
  });
});
