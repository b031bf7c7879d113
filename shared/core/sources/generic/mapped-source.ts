import type { Mapping } from '../../config/mapping.ts';
import type { Fault } from '../../diagnostics/diagnostic.ts';
import type { Json } from '../../diagnostics/json-text.ts';
import { toText } from '../fields.ts';
import { draftReport, type ReportDraft } from '../report-draft.ts';
import { nothing, readEach, type Source } from '../source.ts';
import { evaluate, isTrue } from './evaluate.ts';
import { compileField, type Extract } from './mapped-field.ts';

/** Reads bodies as a mapping says. Total: an expression that does not fit an alert finds nothing in it. */
export function createMappedSource(mapping: Mapping): Pick<Source, 'read'> {
  const fields = compileFields(mapping.fields);
  const labels = compileFields(mapping.labels);
  return {
    read(body) {
      const notes: string[] = [];
      const alerts = readEach(listAlerts(body, mapping), (alert, index) => {
        if (mapping.when !== undefined && !isTrue(evaluate(mapping.when, alert))) return { drafts: [] };
        const found = readFields(fields, alert);
        const missing = mapping.required.find((name) => found.get(name) === undefined);
        if (missing !== undefined) return { fault: missingField(index, missing, fields.get(missing)) };
        if (notes.length < notesMax) notes.push(...foundNothing(index, fields, found));
        return { drafts: [toDraft(mapping, { alert, found, labels: readFields(labels, alert) })] };
      });
      return alerts.drafts.length + alerts.refused.length > 0 ? { ...alerts, notes } : nothing(whyNothing(mapping));
    },
  };
}

/** Enough to see what is wrong. */
const notesMax = 100;

function compileFields(fields: Mapping['fields'] | Mapping['labels']): ReadonlyMap<string, Extract> {
  return new Map(
    Object.entries(fields).flatMap(([name, written]) =>
      written === undefined ? [] : [[name, compileField(written)] as const],
    ),
  );
}

function listAlerts(body: Json, { each }: Mapping): readonly unknown[] {
  if (each === undefined) return [body];
  const found = evaluate(each, body);
  if (found === null || found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

function readFields(fields: ReadonlyMap<string, Extract>, alert: unknown): ReadonlyMap<string, string | undefined> {
  return new Map([...fields].map(([name, { extract }]) => [name, extract(alert)]));
}

interface MappedAlert {
  readonly alert: unknown;
  readonly found: ReadonlyMap<string, string | undefined>;
  readonly labels: ReadonlyMap<string, string | undefined>;
}

function toDraft({ texts, resolved }: Mapping, { alert, found, labels }: MappedAlert): ReportDraft {
  const { error, occurredAt, alertId, ...fields } = Object.fromEntries(found);
  return draftReport('generic', {
    fields: [fields],
    texts: texts.map((expression) => toText(evaluate(expression, alert))),
    error: [error],
    occurredAt: [occurredAt],
    labels: Object.fromEntries(labels),
    alertId,
    resolved: resolved !== undefined && isTrue(evaluate(resolved, alert)),
  });
}

function missingField(index: number, name: string, field: Extract | undefined): Fault {
  return { code: 'missing-field', path: [index], message: `\`${name}\` is required, and ${whatFoundNothing(field)}` };
}

function foundNothing(
  index: number,
  fields: ReadonlyMap<string, Extract>,
  found: ReadonlyMap<string, string | undefined>,
): string[] {
  const empty = [...fields].filter(([name]) => found.get(name) === undefined);
  return empty.map(([name, field]) => `alert ${index}, ${name}: ${whatFoundNothing(field)}`);
}

function whatFoundNothing(field: Extract | undefined): string {
  return field === undefined ? 'nothing says where it is' : `${field.written} found nothing`;
}

function whyNothing({ each, when }: Mapping): string {
  const where = each === undefined ? '' : ` \`each\` (\`${each}\`) found no alert`;
  const which = when === undefined ? '' : ` \`when\` (\`${when}\`) was true of none`;
  return ['there is no alert:', where, where !== '' && which !== '' ? ' or' : '', which].join('');
}
