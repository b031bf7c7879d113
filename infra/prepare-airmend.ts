import { resolve } from 'node:path';
import type { AirmendProps } from './airmend.ts';
import { bundleFunctions } from './bundle/bundle-functions.ts';
import { loadDocuments } from './bundle/load-documents.ts';

/**
 * Loads config and policy with the product's own loaders and bundles the functions with them. Rejects with a `DocumentError` that
 * names every mistake: a bad policy is never deployed.
 */
export async function prepareAirmend(configFile: string, outputFolder = 'dist/functions'): Promise<AirmendProps> {
  const { config, documents } = loadDocuments(resolve(configFile));
  const bundles = resolve(outputFolder);
  await bundleFunctions(bundles, documents);
  return { config, bundles };
}
