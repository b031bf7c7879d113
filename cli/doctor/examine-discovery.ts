import { AirflowError } from '../../shared/core/airflow/airflow-error.ts';
import type { Dag } from '../../shared/core/airflow/run.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import { type Found, findingsOf } from './finding.ts';

/** Each is a call to the API: more would keep a person waiting, and the API busy. */
const dagsMax = 25;

export interface Discovery {
  /** DAGs that are there. */
  readonly dagIds: readonly string[];
  readonly findings: readonly Found[];
}

/** Which DAGs are searched for failed runs that no alert told of, and whether each is as it should be. */
export async function examineDiscovery(covered: {
  name: string;
  airflow: Airflow;
  dagIds: readonly string[];
}): Promise<Discovery> {
  const { name, airflow, dagIds } = covered;
  const { good, note, warning } = findingsOf(name);
  const others = 'a failed run of any other DAG is seen only when an alert names it';
  const toAdd = 'add DAGs that matter to `dags` in the config; what a report names is added by itself, for 30 days';
  if (dagIds.length === 0) return { dagIds: [], findings: [warning(`no DAG is searched: ${others}`, toAdd)] };
  const read = await Promise.all(dagIds.slice(0, dagsMax).map((dagId) => examineDag(name, airflow, dagId)));
  const shown = dagIds.slice(0, dagsMax).join(', ');
  const more = dagIds.length > dagsMax ? ` and ${dagIds.length - dagsMax} more` : '';
  return {
    dagIds: read.flatMap(({ dagId }) => dagId ?? []),
    findings: [
      good(`${dagIds.length} DAG(s) are searched: ${shown}${more}`),
      note(others, toAdd),
      ...read.flatMap(({ trouble }) => trouble ?? []),
    ],
  };
}

async function examineDag(
  name: string,
  airflow: Airflow,
  dagId: string,
): Promise<{ dagId: string | null; trouble: Found | null }> {
  const { warning } = findingsOf(name);
  try {
    const dag = await airflow.readDag(dagId);
    if (dag === null) {
      const mend = 'is it spelt as Airflow spells it? Take it out of `dags` otherwise';
      return { dagId: null, trouble: warning(`there is no DAG ${dagId}`, mend) };
    }
    const why = troubleOf(dag);
    return { dagId, trouble: why === null ? null : warning(`${dagId} ${why}: what is cleared would wait`) };
  } catch (error) {
    if (!(error instanceof AirflowError)) throw error;
    return { dagId: null, trouble: warning(`${dagId} could not be read: ${error.message}`) };
  }
}

function troubleOf({ isPaused, isActive, hasImportErrors }: Dag): string | null {
  if (isPaused === true) return 'is paused in Airflow';
  if (hasImportErrors === true) return 'does not import';
  return isActive === false ? 'is gone from its file' : null;
}
