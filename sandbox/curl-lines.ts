import type { Sandbox } from './sandbox.ts';

/** Lines that post an alert to this sandbox: one for the native source if there is one. */
export function curlLines({ service, loaded, sourceSecret }: Sandbox): string[] {
  return Object.entries(loaded.config.sources)
    .filter(([, { kind }]) => kind === 'airmend')
    .map(([source]) => {
      const report = { dagId: 'orders_elt', taskId: 'load_orders' };
      const body = JSON.stringify({ reports: [report] });
      return `curl -sS ${service.ingestUrl}/${source} -H 'authorization: Bearer ${sourceSecret(source)}' -H 'content-type: application/json' -d '${body}'`;
    });
}
