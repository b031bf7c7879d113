import type { MappedField, Mapping } from '../../shared/core/config/mapping.ts';
import { UsageError } from '../usage-error.ts';
import { type FailedTask, type Sender, toIso } from './sender.ts';

const identifier = '[A-Za-z_][A-Za-z0-9_]*';
const plainPath = new RegExp(`^${identifier}(\\.${identifier})*$`);

/** A body that the source's own mapping reads, where its expressions are plain paths: `alert.labels.dag`. */
export const generic: Sender = {
  kind: 'generic',
  compose(failed, { id, mapping }) {
    if (mapping === undefined || mapping.when !== undefined) throw unknownBody();
    const alert = composeAlert(mapping, { ...failed, alertId: id, occurredAt: toIso(failed.failedAt) });
    if (mapping.each === undefined) return alert;
    return place({}, toPath(mapping.each), [alert]);
  },
};

type Said = Omit<FailedTask, 'failedAt'> & { readonly alertId: string; readonly occurredAt: string };

function composeAlert({ fields }: Mapping, said: Said): Tree {
  const values = new Map<string, unknown>(Object.entries(said));
  return Object.entries(fields).reduce((alert: Tree, [name, field]) => {
    const value = values.get(name) ?? null;
    return field === undefined || value === null ? alert : place(alert, toPath(field), value);
  }, {});
}

interface Tree {
  readonly [name: string]: unknown;
}

function place(tree: Tree, [name = '', ...below]: readonly string[], value: unknown): Tree {
  if (below.length === 0) return { ...tree, [name]: value };
  const known = tree[name];
  return { ...tree, [name]: place(isTree(known) ? known : {}, below, value) };
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toPath(field: MappedField): readonly string[] {
  const [first] = [typeof field === 'object' && 'from' in field ? field.from : field].flat();
  const isPlain = !(typeof field === 'object' && 'from' in field && (field.pattern ?? field.map) !== undefined);
  if (first === undefined || !isPlain || !plainPath.test(first)) throw unknownBody();
  return first.split('.');
}

function unknownBody(): UsageError {
  return new UsageError("what the mapping reads can't be told from its expressions: give the body with --payload FILE");
}
