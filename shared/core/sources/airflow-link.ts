import { firstMatches } from './first-matches.ts';
import { toKey, toMapIndex, toOpaqueId, toRunId, toTryNumber } from './identifier.ts';
import { type Clues, cluesOf, mergeClues, noClues } from './identity.ts';
import { isCut, trimClosing } from './text-end.ts';

/** Ends at a blank, but not at one that a form encoding made of a time zone's plus: the run id would be cut. */
const links = /https?:\/\/(?:[^\s"'<>\\|`]|(?<=(?::|%3A)\d{2}(?:\.\d{1,6})?) (?=\d{2}(?::|%3A)\d{2}(?![\d:])))+/gi;
const urlCharsMax = 4_096;
/** Astro's own UI, which is not an Airflow. */
const astroHost = /(?:^|\.)cloud\.astronomer[a-z-]*\.io$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The links of a text, as they are written. */
export function findLinks(text: string): string[] {
  if (!text.includes('://')) return [];
  const written = firstMatches(text, links).map(([link]) => link);
  return written.filter((link) => !isCut(link)).map(trimClosing);
}

/** What the Airflow and Astro links of a text say; two links that differ are ambiguous where they differ. */
export function readAirflowLinks(text: string): Clues {
  const found = findLinks(text);
  return found.length === 0 ? noClues : mergeClues(found.map(readAirflowLink));
}

/** What a link to a task's log, a run or a DAG says: Airflow 2.x and 3.x, and Astro's `/<workspace>/dags/<deployment>/<dag>/<uuid>`. */
export function readAirflowLink(link: string): Clues {
  const url = link.length <= urlCharsMax ? URL.parse(link) : null;
  if (url === null) return noClues;
  const path = url.pathname.split('/').flatMap((segment) => decode(segment) || []);
  if (astroHost.test(url.hostname)) return readAstroPath(path);
  const query = readQuery(url.search);
  return path.at(-1) === 'log' || path.at(-1) === 'task' ? readLogQuery(query) : readDagPath(path, query);
}

function readAstroPath([workspaceId = '', dags, deploymentId = '', dagId = '', id = '']: readonly string[]): Clues {
  if (dags !== 'dags' || !uuid.test(id)) return noClues;
  return cluesOf({
    workspaceId: toOpaqueId(workspaceId) ?? null,
    deploymentId: toOpaqueId(deploymentId) ?? null,
    dagId: toKey(dagId) ?? null,
  });
}

/** `/dags/D/runs/R/tasks/T[/mapped/M]` of 3.x, `/dags/D/grid?dag_run_id=…` of 2.x; a path may stand before it. */
function readDagPath(path: readonly string[], query: ReadonlyMap<string, string>): Clues {
  const at = path.indexOf('dags');
  const [dagId, ...view] = at === -1 ? [] : path.slice(at + 1);
  if (dagId === undefined) return noClues;
  const [runs, dagRunId, ...below] = view[0] === 'runs' ? view : ['', undefined, ...view];
  if (runs === 'runs' || below[0] === 'tasks') {
    const [tasks, taskId, mapped, mapIndex] = below;
    const isTask = tasks === 'tasks' && !(taskId === 'group' && mapped !== undefined && mapped !== 'mapped');
    return toClues({
      dagId,
      dagRunId,
      taskId: isTask ? taskId : undefined,
      mapIndex: isTask && mapped === 'mapped' ? mapIndex : undefined,
      tryNumber: query.get('try_number'),
    });
  }
  if (view.length > 1) return noClues;
  return toClues({
    dagId,
    dagRunId: query.get('dag_run_id') ?? query.get('run_id'),
    taskId: query.get('task_id'),
    mapIndex: query.get('map_index'),
    tryNumber: query.get('try_number'),
  });
}

/** `/log?execution_date=…&task_id=…&dag_id=…` of 2.x. The date names no run. */
function readLogQuery(query: ReadonlyMap<string, string>): Clues {
  return toClues({
    dagId: query.get('dag_id'),
    dagRunId: query.get('dag_run_id'),
    taskId: query.get('task_id'),
    mapIndex: query.get('map_index'),
    tryNumber: query.get('try_number'),
  });
}

type Written = Readonly<Record<'dagId' | 'dagRunId' | 'taskId' | 'mapIndex' | 'tryNumber', string | undefined>>;

function toClues({ dagId = '', dagRunId = '', taskId = '', mapIndex = '', tryNumber = '' }: Written): Clues {
  return cluesOf({
    dagId: toKey(dagId) ?? null,
    dagRunId: toRunId(dagRunId) ?? null,
    taskId: toKey(taskId) ?? null,
    mapIndex: toMapIndex(mapIndex) ?? null,
    tryNumber: toTryNumber(tryNumber) ?? null,
  });
}

/** Not as a form: no Airflow id holds a blank, so a plus that was left as it is means itself. */
function readQuery(search: string): ReadonlyMap<string, string> {
  return new Map(
    search
      .slice(1)
      .split('&')
      .map((pair): [string, string] => {
        const equals = pair.indexOf('=');
        return equals === -1 ? [pair, ''] : [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
      }),
  );
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
