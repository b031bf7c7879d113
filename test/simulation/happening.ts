import type { ClearTaskInstances } from '../../sandbox/airflow-model/clear-request.ts';
import type { TaskInstanceView } from '../../sandbox/airflow-model/read-model.ts';
import type { AffectedTaskInstance } from '../../shared/core/airflow/affected-task-instance.ts';
import type { ClearRequest } from '../../shared/core/airflow/clear-request.ts';
import type { Dag, Run, RunKey, RunReference } from '../../shared/core/airflow/run.ts';
import type { SetStateRequest } from '../../shared/core/airflow/set-state-request.ts';
import type { TaskInstance } from '../../shared/core/airflow/task-instance.ts';
import type { RecordedLook } from '../../shared/core/decide/recorded-look.ts';
import type { Control } from '../../shared/core/incident/control.ts';
import type { FailureReport } from '../../shared/core/incident/failure-report.ts';
import type { Incident } from '../../shared/core/incident/incident.ts';
import type { Notification } from '../../shared/core/incident/notification.ts';
import type { JournalEvent } from '../../shared/ports/journal.ts';
import type { PersonAct } from './plan.ts';
import type { SimulatedProcess } from './process.ts';

export type WriteRequest =
  | { readonly kind: 'clear'; readonly request: ClearRequest }
  | { readonly kind: 'setState'; readonly request: SetStateRequest }
  | { readonly kind: 'queueRun'; readonly request: RunReference };

/** A task instance that a write changed, as it was before. */
export interface Touched extends RunReference {
  readonly before: TaskInstanceView;
}

/** A real write as it reached Airflow. `startedAt` is when its process let go of it. */
export interface Sent {
  readonly write: WriteRequest;
  readonly startedAt: number;
  readonly touched: readonly Touched[];
}

/** What the simulation's watchers see, in the order in which it takes effect. */
export type Happening =
  | { readonly kind: 'accepted'; readonly report: FailureReport }
  | {
      readonly kind: 'listed';
      readonly process: SimulatedProcess;
      readonly run: RunReference;
      readonly taskInstances: readonly TaskInstance[];
    }
  | { readonly kind: 'run-read'; readonly process: SimulatedProcess; readonly run: Run | null }
  | { readonly kind: 'look-kept'; readonly process: SimulatedProcess; readonly look: RecordedLook }
  | { readonly kind: 'dag-read'; readonly process: SimulatedProcess; readonly dag: Dag | null }
  | {
      readonly kind: 'previewed';
      readonly process: SimulatedProcess;
      readonly write: Exclude<WriteRequest, { kind: 'queueRun' }>;
      readonly answer: readonly AffectedTaskInstance[];
    }
  | { readonly kind: 'sent'; readonly process: SimulatedProcess; readonly sent: Sent }
  /** A clear as the API got it, dry runs too. */
  | { readonly kind: 'arrived'; readonly request: ClearTaskInstances }
  /** The answer reached the process, or an error did. */
  | {
      readonly kind: 'answered';
      readonly process: SimulatedProcess;
      readonly write: WriteRequest;
      readonly answer: readonly AffectedTaskInstance[] | Error;
    }
  | {
      readonly kind: 'recorded';
      readonly process: SimulatedProcess;
      readonly incident: Incident;
      readonly before: Incident | null;
    }
  | { readonly kind: 'told'; readonly process: SimulatedProcess; readonly notification: Notification }
  | { readonly kind: 'noted'; readonly process: SimulatedProcess; readonly event: JournalEvent }
  | { readonly kind: 'controlled'; readonly control: Control }
  | { readonly kind: 'acted'; readonly act: PersonAct }
  | { readonly kind: 'forgotten'; readonly run: RunKey }
  | { readonly kind: 'handled'; readonly process: SimulatedProcess; readonly messageId: string; readonly body: string }
  | { readonly kind: 'failed'; readonly process: SimulatedProcess; readonly error: unknown }
  | { readonly kind: 'minute' }
  | { readonly kind: 'over' };
