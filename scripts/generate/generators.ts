import { classPages } from './classes.ts';
import { configReference } from './config.ts';
import type { Generator } from './generator.ts';
import { operationsReference } from './operations.ts';
import { policyReference } from './policy.ts';
import { failureSignatures } from './signatures.ts';
import { wireTypes } from './wire-types.ts';

/** All generators. Adding one is one file and one line here. */
export const generators: readonly Generator[] = [
  wireTypes,
  configReference,
  policyReference,
  failureSignatures,
  classPages,
  operationsReference,
];
