import { resolve } from 'node:path';
import { bundleFunctions } from './bundle-functions.ts';
import { loadDocuments } from './load-documents.ts';

/** `npm run build [CONFIG]`: the functions' bundles in `dist/functions`, without a synth. */
const { documents } = loadDocuments(resolve(process.argv[2] ?? 'airmend.config.json'));
await bundleFunctions(resolve('dist/functions'), documents);
