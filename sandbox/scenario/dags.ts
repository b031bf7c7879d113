import type { DagDefinition, Outcome, TaskDefinition } from '../airflow-model/dag-definition.ts';
import { failureGallery } from './failure-gallery.ts';

const quick = 600;
const succeeds: Outcome = { result: 'success' };

function failing(...log: string[]): Outcome {
  return { result: 'failed', how: 'exception', log };
}

const connectionReset = failing(
  'ERROR - Failed to execute job 4711 for task load_orders',
  'Traceback (most recent call last):',
  '  File "/usr/local/airflow/dags/orders.py", line 58, in load_orders',
  'ConnectionResetError: [Errno 104] Connection reset by peer',
);
const rateLimited = failing(
  'ERROR - Task failed with exception',
  'requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://features.example/score',
);
const mailRefused = failing(
  'ERROR - Task failed with exception',
  'smtplib.SMTPServerDisconnected: Connection unexpectedly closed',
);
const missingKey = failing(
  'ERROR - Task failed with exception',
  '  File "/usr/local/airflow/dags/ledger.py", line 31, in post_entries',
  "KeyError: 'exchange_rate'",
);
const partnerAway = failing(
  'ERROR - Task failed with exception',
  'paramiko.ssh_exception.NoValidConnectionsError: Unable to connect to port 22 on 203.0.113.7',
);
const diskFull = failing(
  'ERROR - Task failed with exception',
  "OSError: [Errno 28] No space left on device: '/tmp/audit.parquet'",
);

function task(taskId: string, upstream: readonly string[] = [], more: Partial<TaskDefinition> = {}): TaskDefinition {
  return { taskId, upstream, durationMs: quick, ...more };
}

/** A few believable DAGs that fail for believable reasons. */
export const scenarioDags: readonly DagDefinition[] = [
  {
    dagId: 'orders_elt',
    tags: ['orders'],
    owners: ['commerce'],
    tasks: [
      task('extract_orders'),
      task('load_orders', ['extract_orders'], { operator: 'SnowflakeOperator', outcomes: [connectionReset, succeeds] }),
      task('build_report', ['load_orders']),
      task('publish_report', ['build_report']),
    ],
  },
  {
    dagId: 'customer_segments',
    owners: ['growth'],
    tasks: [
      task('list_segments'),
      task('score_segment', ['list_segments'], {
        mapped: 6,
        outcomesByMapIndex: { '2': [rateLimited, succeeds], '4': [rateLimited, succeeds] },
      }),
    ],
  },
  {
    dagId: 'daily_digest',
    owners: ['growth'],
    tasks: [task('collect'), task('send_digest', ['collect'], { operator: 'EmailOperator', outcomes: [mailRefused] })],
  },
  {
    dagId: 'ledger_sync',
    owners: ['finance'],
    tasks: [task('read_bank'), task('post_entries', ['read_bank'], { outcomes: [missingKey] })],
  },
  {
    dagId: 'partner_import',
    owners: ['partners'],
    tasks: [
      task('fetch_files', [], {
        operator: 'SFTPOperator',
        retries: 2,
        retryDelayMs: 4_000,
        outcomes: [partnerAway, succeeds],
      }),
      task('import_files', ['fetch_files']),
    ],
  },
  {
    dagId: 'fx_rates',
    owners: ['finance'],
    tasks: [task('fetch_rates', [], { retries: 1, retryDelayMs: 500, outcomes: [partnerAway, succeeds] })],
  },
  {
    dagId: 'inventory_count',
    owners: ['logistics'],
    tasks: [task('count_stock', [], { durationMs: 20_000 }), task('post_stock', ['count_stock'])],
  },
  {
    dagId: 'nightly_audit',
    owners: ['finance'],
    tasks: [task('audit', [], { outcomes: [diskFull, succeeds] }), task('archive', ['audit'])],
  },
  { dagId: 'legacy_backfill', owners: ['platform'], tasks: [task('backfill', [], { outcomes: [diskFull] })] },
  failureGallery,
];
