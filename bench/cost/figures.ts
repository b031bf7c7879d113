import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { bundleFunctions } from '../../infra/bundle/bundle-functions.ts';
import { loadDocuments } from '../../infra/bundle/load-documents.ts';
import { functionNames } from '../../infra/service-settings.ts';
import { measureSize } from '../bundles/bundle-sizes.ts';
import { countFixedParts } from './fixed-parts.ts';
import { measure } from './measure/measure.ts';

const functionUsage = z.object({
  invocations: z.number(),
  cpuMs: z.number(),
  waits: z.number(),
  logLines: z.number(),
  logBytes: z.number(),
});

const usage = z.object({
  functions: z.object({ ingest: functionUsage, remediate: functionUsage, sweep: functionUsage }),
  requests: z.record(z.string(), z.number()),
  readUnits: z.number(),
  writeUnits: z.number(),
  indexWriteUnits: z.number(),
});

const parts = z.object({ secrets: z.number(), keys: z.number(), alarms: z.number(), dashboards: z.number() });
const perFunction = z.object({ ingest: z.number(), remediate: z.number(), sweep: z.number() });

/** All that the cost table and its page are made of: what was measured and counted, as it is kept in `figures.json`. */
export const figuresSchema = z.object({
  measured: z.object({
    remedied: usage,
    ignored: usage,
    duplicate: usage,
    sweep: usage,
    discovery: usage,
    metrics: z.object({ idle: z.number(), busy: z.number() }),
    loadMs: perFunction,
  }),
  stacks: z.object({ small: parts, smallWatched: parts, threeWatched: parts }),
  kilobytes: perFunction,
  kilobytesWithLater: perFunction,
});

export type Figures = z.output<typeof figuresSchema>;

/** Measures, synthesizes and bundles; takes a minute or two. */
export async function takeFigures(): Promise<Figures> {
  const bundles = mkdtempSync(join(tmpdir(), 'airmend-figures-'));
  try {
    await bundleFunctions(bundles, loadDocuments(resolve('airmend.config.json')).documents);
    const stackOf = (deployments: number, isWatched: boolean) =>
      countFixedParts({ deployments, sources: 1, isWatched }, bundles);
    const sizes = functionNames.map((name) => [name, measureSize(join(bundles, name, 'index.mjs'))] as const);
    return figuresSchema.parse({
      measured: roundAll(await measure()),
      stacks: { small: stackOf(1, false), smallWatched: stackOf(1, true), threeWatched: stackOf(3, true) },
      kilobytes: Object.fromEntries(sizes.map(([name, { kilobytes }]) => [name, kilobytes])),
      kilobytesWithLater: Object.fromEntries(sizes.map(([name, { kilobytesWithLater }]) => [name, kilobytesWithLater])),
    });
  } finally {
    rmSync(bundles, { recursive: true, force: true });
  }
}

function roundAll(value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 100) / 100;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, roundAll(held)]));
}
