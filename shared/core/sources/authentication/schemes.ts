import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { header } from './header.ts';
import type { Scheme, SchemeName } from './scheme.ts';

/** The scheme of each name. */
export const schemes: ReadonlyMap<SchemeName, Scheme> = new Map(
  [bearer, header, basic].map((scheme): [SchemeName, Scheme] => [scheme.name, scheme]),
);
