/** The command can't be done as it was given: says what to give instead. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
