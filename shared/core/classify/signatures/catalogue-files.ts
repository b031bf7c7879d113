import * as z from 'zod';
import { signatureSchema } from './signature.ts';

export const catalogueFolder = 'shared/core/classify/catalogue';

/** The catalogue's files in the order in which they are asked: of two signatures that say equally much, the first decides. */
export const catalogueFiles = [
  'airflow',
  'services',
  'memory',
  'pods',
  'transport',
  'cloud',
  'databases',
  'network',
  'compute',
] as const;

const catalogue = z.array(signatureSchema);

/** The signatures of one file, with what they are proved by. Throws where the file is not in order. */
export function parseCatalogue(text: string): z.output<typeof catalogue> {
  return catalogue.parse(JSON.parse(text));
}
