import * as z from 'zod';
import { readFields, toEntries, toText } from '../fields.ts';
import type { Clue, Clues } from '../identity.ts';
import { readIdentityKeys } from '../identity-key.ts';
import { draftReport, firstText } from '../report-draft.ts';
import { defineSource, nothing, reportsOf } from '../source.ts';

const text = z.string().nullish();

/** Our template, filled in by Datadog; a user may have added to it. */
const payload = z.looseObject({
  id: z.unknown().optional(),
  title: text,
  body: text,
  alert_cycle_key: z.unknown().optional(),
  alert_transition: text,
  alert_type: text,
  alert_priority: text,
  alert_scope: text,
  aggreg_key: text,
  date: z.unknown().optional(),
  last_updated: z.unknown().optional(),
  tags: z.union([text, z.array(z.unknown())]),
});

/** Texts, times and ids of Datadog's own: no labels. */
const words: ReadonlySet<string> = new Set([
  'id',
  'title',
  'body',
  'alert_scope',
  'tags',
  'date',
  'last_updated',
  'alert_cycle_key',
  'aggreg_key',
  'event_type',
]);
const runNames: ReadonlySet<string> = new Set(['run_id', 'runId', 'dag_run_id', 'dagRunId']);
/** Datadog writes tags in lower case and an underscore for a plus: the time in a run id shows it. */
const mangledTime = /\d{4}-\d{2}-\d{2}t\d{2}|:\d{2}(?:\.\d{1,6})?_\d{2}:\d{2}/;

/** Datadog, by the webhook template of our docs. */
export const datadog = defineSource({
  kind: 'datadog',
  title: 'Datadog',
  schemes: ['header', 'bearer', 'basic'],
  givesUpOn4xx: false,
  payload,
  normalize(written) {
    const { alert_transition, alert_type, alert_priority, title, body, date, last_updated } = written;
    const transition = (alert_transition ?? '').toLowerCase();
    if (transition.includes('no data')) return nothing('a monitor without data is no failure');
    const { fields, labels } = toFields(written);
    const draft = draftReport('datadog', {
      known: spelledOut(fields, `${body ?? ''}\n${title ?? ''}`),
      fields,
      texts: [body, title],
      error: [body, title],
      occurredAt: [date, last_updated],
      severity: [alert_priority, alert_type],
      labels,
      alertId: alertIdOf(written),
      resolved: transition === 'recovered',
    });
    return reportsOf([draft]);
  },
});

const tagsMax = 1_000;

type Pairs = readonly (readonly [name: string, value: unknown])[];

/** The template's own fields, then what Datadog puts into scope and tags. A run id that was changed on its way is a label. */
function toFields(written: z.output<typeof payload>): { fields: readonly Pairs[]; labels: Pairs } {
  const template = toEntries(written).filter(([name]) => !words.has(name));
  const isChanged = ([name, value]: Pairs[number]) =>
    runNames.has(name) && typeof value === 'string' && mangledTime.test(value);
  const tags = [written.alert_scope, written.tags].map((list) =>
    toEntries(typeof list === 'string' ? list.split(',', tagsMax) : list),
  );
  return {
    fields: [
      template.filter((pair) => !isChanged(pair)),
      ...tags.map((pairs) => pairs.filter(([name]) => !runNames.has(name))),
    ],
    labels: template.filter(isChanged),
  };
}

/** An identity key in a log message is spelled as in Airflow; it comes before fields that differ from it in case only. */
function spelledOut(fields: readonly Pairs[], texts: string): Clues {
  const [inKey, inFields] = [readIdentityKeys(texts), readFields(fields).clues];
  const isSame = (['dagId', 'taskId'] as const).every((field) => sameButCase(inKey.get(field), inFields.get(field)));
  return isSame ? inKey : new Map();
}

function sameButCase(one: Clue | undefined, other: Clue | undefined): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return one === undefined || other === undefined;
  return one.toLowerCase() === other.toLowerCase();
}

/** The cycle goes from an alert's first trigger to its end. */
function alertIdOf({ alert_cycle_key, aggreg_key, id }: z.output<typeof payload>): string | undefined {
  return firstText([toText(alert_cycle_key), aggreg_key, toText(id)]);
}
