import { airmend } from './airmend/airmend.ts';
import { alertmanager } from './alertmanager/alertmanager.ts';
import type { Source } from './source.ts';
import type { SourceKind } from './source-kinds.ts';

/** The source of each kind. */
export const sources: ReadonlyMap<SourceKind, Source> = new Map(
  [airmend, alertmanager].map((source): [SourceKind, Source] => [source.kind, source]),
);
