/** A bug of our own: a state that the code rules out. Never caught but at a handler. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}
