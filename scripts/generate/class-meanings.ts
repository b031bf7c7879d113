/** What a failure class means, and what a plain re-run of such a failure does. */
export interface ClassMeaning {
  readonly means: string;
  readonly rerun: string;
}

/** The seventeen classes, as the classifier tells them apart. */
export const classMeanings: Readonly<Record<string, ClassMeaning>> = {
  'out-of-memory': {
    means:
      'The memory of the process, container, JVM, GPU or query engine was not enough, and memory is named or is the only thing that fits: a bare SIGKILL that the surviving runner reports.',
    rerun:
      'Meets the same limit where the limit is fixed (the container’s own, one query’s): `false`. Elsewhere it depends on what else runs: `unsure`.',
  },
  'worker-lost': {
    means:
      'Whatever ran the work went away without a verdict of the work: lost heartbeats, a shutdown or deploy, an evicted or preempted pod, a lost spot instance.',
    rerun: 'Runs elsewhere: `true`.',
  },
  'pod-launch': {
    means:
      'A container that was asked for never ran its program: not scheduled, image not pulled, volume not mounted, entry point missing.',
    rerun: 'Helps with capacity and hiccups of a node (`true`), never with a missing tag or secret (`false`).',
  },
  'task-timeout': {
    means:
      'The work ran and a limit on its run time ended it: `execution_timeout`, a statement’s or a job’s limit, exit 124 of `timeout`.',
    rerun: 'May be quicker: `unsure`. Does not fit into a hard limit of the service: `false`.',
  },
  'sensor-timeout': {
    means: 'A sensor waited its full timeout for a condition that did not come true.',
    rerun: 'Waits once more for what may come late or never: `unsure`.',
  },
  connection: {
    means: 'No answer was received: refused, reset, unreachable, name not resolved, socket timeout, handshake cut off.',
    rerun: 'Usually connects: `true`. A name that is not known may be a wrong name: `unsure`.',
  },
  'rate-limited': {
    means: 'The service answered: not so fast. 429, throttling, a quota per second or minute.',
    rerun: 'Finds a new window: `true`.',
  },
  'remote-unavailable': {
    means: 'The service answered that it can not serve now, or failed inside: 5xx, starting up, failover, maintenance.',
    rerun: 'Usually finds it back: `true`. Paused or resizing may last: `unsure`.',
  },
  'lock-contention': {
    means:
      'Another transaction, writer or lock holder was in the way: deadlock, lock wait limit, commit conflict, lease.',
    rerun: 'Usually has its turn: `true`.',
  },
  'resource-exhausted': {
    means: 'A bounded resource other than memory is used up: disk, connections, slots, capacity, quota, credit.',
    rerun:
      'Helps where others free it soon (`true`), not before the next day or month (`false`); disk and descriptors: `unsure`.',
  },
  authentication: {
    means: 'The other side does not accept who we are: wrong or expired password, key, token; no credentials at all.',
    rerun: 'Is refused again: `false`. A fresh short-lived credential may be accepted: `unsure`.',
  },
  permission: { means: 'We are known, but may not do this.', rerun: 'Is refused again: `false`.' },
  'missing-data': {
    means: 'An input is not there: key, file, partition, table, report; a stale source.',
    rerun:
      'Finds what came late: `unsure`; `true` where the log says it is on its way, `false` where it is gone for good.',
  },
  'data-quality': {
    means: 'The data is there and wrong: a failing check, a violated constraint, values that can not be parsed.',
    rerun: 'Reads the same data: `false`.',
  },
  code: {
    means: 'What was shipped is wrong: an exception of its own, a missing module, wrong SQL, a template.',
    rerun: 'Runs the same code: `false`.',
  },
  configuration: {
    means:
      'Code and data are fine, the set-up is not: an undefined connection, variable or role, a certificate, an invalid specification.',
    rerun: 'Meets the same set-up: `false`.',
  },
  unknown: {
    means:
      'An honest expert would not say: no log, a log that simply stops, a wrapper without a cause, a state that somebody set from outside. Weak or conflicting evidence ends here.',
    rerun: '`unsure`; `false` where the state was set to failed from outside. The example policies never write on it.',
  },
};
