import { chargeTries, triesOf, withTries } from './count-tries.ts';
import type { Case, Incident } from './incident.ts';
import type { Action, Intent } from './intent.ts';
import type { Roots } from './roots.ts';
import { tell } from './story.ts';

/** The incident with an intent that is about to be sent: its cases written, its tries charged as an upper bound. */
export function withIntent(incident: Incident, intent: Intent): Incident {
  const roots = new Map(intent.tasks.map((task) => [task.taskId, task.roots]));
  const cases = incident.cases.map((one) => writeCase(one, intent, roots.get(one.taskId) ?? []));
  const charged = intent.action.kind === 'clear' ? [...roots] : [];
  const tries = charged.reduce(
    (all, [taskId, taskRoots]) =>
      taskRoots.length === 0 ? all : withTries(all, chargeTries(triesOf(all, taskId), taskRoots)),
    incident.tries,
  );
  const entry = {
    at: intent.recordedAt,
    kind: 'intent',
    text: `about to ${describeAction(intent.action)} ${describeTasks(intent)}`,
  } as const;
  return {
    ...incident,
    cases,
    tries,
    intent,
    dueAt: intent.settleBy,
    quietLooks: 0,
    completions: incident.completions + (intent.action.kind === 'completion' ? 1 : 0),
    runQueuings: incident.runQueuings + (intent.action.kind === 'queueRun' ? 1 : 0),
    story: tell(incident.story, entry),
  };
}

function writeCase(one: Case, intent: Intent, roots: Roots): Case {
  if (roots.length === 0 || one.ending !== null) return one;
  const written = { intentId: intent.intentId, roots, at: intent.recordedAt, happened: false };
  return { ...one, written, writes: one.writes + 1, idle: { ms: 0, since: intent.recordedAt } };
}

/** The incident after its intent turned out not to have been executed: as if it had not been recorded, but for the story and the charge. */
export function withoutIntent(incident: Incident, intentId: string, why: { at: number; text: string }): Incident {
  if (incident.intent?.intentId !== intentId) return incident;
  const cases = incident.cases.map((one) =>
    one.written?.intentId === intentId ? { ...one, written: null, writes: one.writes - 1 } : one,
  );
  return { ...incident, intent: null, cases, story: tell(incident.story, { ...why, kind: 'write' }) };
}

export function describeAction(action: Action): string {
  switch (action.kind) {
    case 'clear':
      return 'clear';
    case 'setState':
      return `set state ${action.state} on`;
    case 'completion':
      return 'clear what stayed blocked:';
    case 'queueRun':
      return 'queue the run again';
  }
}

const tasksNamedMax = 5;

function describeTasks({ tasks }: Intent): string {
  const named = tasks.slice(0, tasksNamedMax).map(({ taskId, roots, blocked }) => {
    const failed = roots.length > 1 ? `${roots.length} instances` : '';
    return blocked > 0 && roots.length === 0 ? `${taskId} (blocked)` : failed === '' ? taskId : `${taskId} (${failed})`;
  });
  return [...named, ...(tasks.length > tasksNamedMax ? [`and ${tasks.length - tasksNamedMax} more tasks`] : [])].join(
    ', ',
  );
}
