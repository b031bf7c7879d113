/** A function's surroundings are wrong: an environment variable or a file of its bundle. Names all of them at once, and how to mend it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
