import { Logger } from '@aws-lambda-powertools/logger';
import { expect, test } from '@jest/globals';
import { createLogJournal } from '../../../../shared/adapters/powertools/journal.ts';

test("a decision's line names what spoke against acting, and leaves out what did not", () => {
  const lines: unknown[] = [];
  const logger = new Logger();
  logger.info = (_message, ...extra) => void lines.push(...extra);
  const held = { guardrail: 'pause', kind: 'hold', reason: 'a person paused it' };
  const agreed = { guardrail: 'mode', kind: 'act', reason: 'the mode is enforce' };
  createLogJournal(logger).note({
    event: 'case-decided',
    run: { deploymentId: 'r', dagId: 'etl', dagRunId: 'today' },
    deployment: 'production',
    taskId: 'load',
    rule: null,
    next: 'hold',
    reason: 'a person paused it',
    failureClass: null,
    decidingLine: null,
    verdicts: [agreed, held],
  });
  expect(lines).toEqual([expect.objectContaining({ event: 'case-decided', taskId: 'load', verdicts: [held] })]);
});
