import type { SourceConfig } from '../../config/source-config.ts';
import { schemes } from './schemes.ts';

/** Whether a scheme of these sources tells one delivery from the next, so that copies can be known as such. */
export function remembersDeliveries(sources: readonly SourceConfig[]): boolean {
  return sources.some(({ authentication }) => {
    const scheme = schemes.get(authentication.scheme);
    return scheme !== undefined && 'tellsDelivery' in scheme && scheme.tellsDelivery?.(authentication) === true;
  });
}
