import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionEvent } from '../../sandbox/terminal/function-line.ts';
import { root } from '../house/source-files.ts';
import { callbackSource } from './documents.ts';

/** Where the documented listener posts, and what it proves itself with. */
export interface ListenerTarget {
  readonly url: string;
  readonly secret: string;
}

const documented = join(root, 'docs/sources/airflow');

/** Puts the listener into Airflow's plugins and the relay among its DAGs, as their pages say; gives the settings they name. */
export function installListener(
  { plugins, dags }: { plugins: string; dags: string },
  { url, secret }: ListenerTarget,
): Record<string, string> {
  mkdirSync(plugins, { recursive: true });
  for (const file of ['airmend_alerts.py', 'airmend_listener.py'])
    copyFileSync(join(documented, file), join(plugins, file));
  copyFileSync(join(documented, 'airmend_relay.py'), join(dags, 'airmend_relay.py'));
  return { AIRMEND_URL: url, AIRMEND_SECRET: secret };
}

/** Failures that Airflow itself sees: of a killed process and of one that a person marked, it need not hear. */
const toldOf = ['chain/transform', 'mapped/copy', 'paused/work', 'doomed/parse'] as const;

/** What ingest took from the listener. */
export function createListening() {
  const heard = new Set<string>();
  return {
    hear({ event, dagId, taskId, facts }: FunctionEvent): void {
      if (event === 'report-accepted' && facts['source'] === callbackSource) heard.add(`${dagId}/${taskId}`);
    },
    /** Null: it told of all that it must, and its secret is in none of Airflow's logs. */
    findWrong(logs: string, secret: string): string | null {
      const silent = toldOf.filter((failure) => !heard.has(failure));
      if (silent.length > 0) return `it did not tell of ${silent.join(', ')}`;
      const leaking = readdirSync(logs, { recursive: true, withFileTypes: true }).find(
        (entry) =>
          entry.isFile() &&
          entry.name.endsWith('.log') &&
          readFileSync(join(entry.parentPath, entry.name), 'utf8').includes(secret),
      );
      return leaking === undefined ? null : `its secret stands in ${leaking.name}`;
    },
  };
}
