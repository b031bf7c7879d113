import { writeFileSync } from 'node:fs';

/** Leaves a run's counts where `test/run.ts` adds them up. A suite that could not start counts as one failure. */
export default class PlainCountReporter {
  onRunComplete(
    _contexts,
    { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites },
  ) {
    const counts = {
      passed: numPassedTests,
      failed: numFailedTests + numRuntimeErrorTestSuites,
      skipped: numPendingTests + numTodoTests,
    };
    writeFileSync(process.env.AIRMEND_TEST_COUNTS, JSON.stringify(counts));
  }
}
