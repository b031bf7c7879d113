import { firstMatches } from './first-matches.ts';
import { toKey, toMapIndex, toRunId } from './identifier.ts';
import { type Clues, cluesOf, mergeClues, noClues } from './identity.ts';

/** How Airflow prints a task instance. With one dot, what stands before it is the DAG; with more, nobody can tell. */
const printed = /<TaskInstance: ([^\s.<>]+)\.([^\s.<>]+) ([^\s<>[\]]+)(?: map_index=(\d{1,9}))? \[\w+\]>/g;
const dagOfAstro = /\b(?:on|for) DAG ([\p{L}\p{M}\p{N}_.-]{1,251})/gu;

/** What a printed task instance in a text says. */
export function readPrintedTaskInstances(text: string): Clues {
  if (!text.includes('<TaskInstance: ')) return noClues;
  return mergeClues(
    firstMatches(text, printed).map(([, dagId = '', taskId = '', dagRunId = '', mapIndex = '']) =>
      cluesOf({
        dagId: toKey(dagId) ?? null,
        taskId: toKey(taskId) ?? null,
        dagRunId: toRunId(dagRunId) ?? null,
        mapIndex: toMapIndex(mapIndex) ?? null,
      }),
    ),
  );
}

/** The DAG that a message of Astro's speaks of (`on DAG D.`); an id never ends in a dot. */
export function readAstroMessage(text: string): Clues {
  return mergeClues(
    firstMatches(text, dagOfAstro).map(([, dagId = '']) =>
      cluesOf({ dagId: toKey(dagId.replace(/\.+$/, '')) ?? null }),
    ),
  );
}
