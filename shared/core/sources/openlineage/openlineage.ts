import * as z from 'zod';
import type { Fault } from '../../diagnostics/diagnostic.ts';
import { draftReport } from '../report-draft.ts';
import { type Alerts, defineSource, nothing, readEach, reportsOf } from '../source.ts';

const facet = z.record(z.string(), z.unknown()).nullish();

const facets = z.looseObject({
  airflow: z.looseObject({ dag: facet, dagRun: facet, task: facet, taskInstance: facet }).nullish(),
  airflowDagRun: z.looseObject({ dag: facet, dagRun: facet }).nullish(),
  errorMessage: z.looseObject({ message: z.string().nullish() }).nullish(),
});

const runEvent = z.looseObject({
  eventType: z.string().optional(),
  eventTime: z.unknown().optional(),
  run: z.looseObject({ runId: z.string(), facets: facets.nullish() }),
  job: z.looseObject({ namespace: z.string().optional(), name: z.string().optional() }),
});

type RunEvent = z.output<typeof runEvent>;

/** OpenLineage's run events with the facets of Airflow's provider. */
export const openlineage = defineSource({
  kind: 'openlineage',
  title: 'OpenLineage',
  schemes: ['bearer', 'header', 'basic'],
  givesUpOn4xx: false,
  payload: z.unknown(),
  normalize(body) {
    const list: readonly unknown[] = Array.isArray(body) ? body : [body];
    let note = 'there is no event';
    const events = readEach(list, (written, index) => {
      const parsed = runEvent.safeParse(written);
      if (!parsed.success) return { fault: unlikeAnEvent(index) };
      const reading = readRunEvent(parsed.data);
      note = reading.note ?? note;
      return reading;
    });
    return events.drafts.length + events.refused.length > 0 ? events : nothing(note);
  },
});

function unlikeAnEvent(index: number): Fault {
  return { code: 'unreadable-event', path: [index], message: 'this is not a run event of OpenLineage' };
}

/** A run's event is one report: its `tasksState` has one entry per task, which hides the indexes of mapped ones. */
function readRunEvent({ eventType, eventTime, run, job }: RunEvent): Alerts {
  if (eventType?.toUpperCase() !== 'FAIL') return nothing('only events of type FAIL tell of failures');
  const { airflow, airflowDagRun, errorMessage } = run.facets ?? {};
  const { dag, dagRun } = airflow ?? airflowDagRun ?? {};
  const { task, taskInstance } = airflow ?? {};
  if (dag?.['dag_id'] === undefined && dagRun?.['dag_id'] === undefined)
    return nothing("the event has no facet of Airflow's: another job failed");
  const pick = (facet: Record<string, unknown> | null | undefined, names: readonly string[]) =>
    names.map((name) => [name, facet?.[name]]);
  const draft = draftReport('openlineage', {
    fields: [
      pick(taskInstance, ['map_index', 'try_number', 'log_url', 'pool']),
      pick(task, ['task_id', 'operator_class', 'queue', 'owner']),
      pick(dagRun, ['run_id', 'dag_id', 'run_type']),
      pick(dag, ['dag_id', 'owner', 'tags']),
    ],
    state: 'failed',
    error: [errorMessage?.message],
    occurredAt: [eventTime],
    labels: { namespace: job.namespace, job: job.name },
    alertId: run.runId,
    resolved: false,
  });
  return reportsOf([draft]);
}
