import * as z from 'zod';

/** What deployments, sources and channels are called. */
export const name = z
  .string()
  .min(1)
  .max(64)
  .refine((text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text), {
    error: 'a name is lower case letters, digits and single dashes, like `production-eu`',
    params: { code: 'wrong-name' },
  });

/** A secret in AWS Secrets Manager. */
export const secretName = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => /^[A-Za-z0-9/_+=.@-]+$/.test(text), {
    error: 'a secret is named with letters, digits and any of /_+=.@-',
    params: { code: 'wrong-name' },
  });
