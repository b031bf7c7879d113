import * as z from 'zod';
import { ConfigError } from '../../shared/core/config/config-error.ts';

/** Turns environment variables into typed values; one error names every bad variable. */
export function readEnvironment<Shape extends z.ZodRawShape>(environment: NodeJS.ProcessEnv, shape: Shape) {
  const read = z.object(shape).safeParse(environment);
  if (read.success) return read.data;
  const names = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigError(
    `environment variables are missing or wrong (${names.join('; ')}): deploy the stack again, it sets them`,
  );
}
