import { compileSignatures } from '../../shared/core/classify/signatures/match-signatures.ts';
import { signatures } from '../../shared/core/classify/signatures/signatures.gen.ts';
import { failureClasses } from '../../shared/core/policy/facts.ts';
import type { CorpusItem, CorpusReport } from './corpus.ts';

/** A table as data: rendered for the terminal, or as Markdown. */
export interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a corpus shows, as tables. Times are left out: they differ from run to run. */
export function corpusTables(corpus: readonly CorpusItem[], report: CorpusReport): ReportTable[] {
  const pairs = corpus.flatMap((item, index) => {
    const answer = report.items[index];
    return answer === undefined || item.class === undefined || item.transient === undefined
      ? []
      : [{ class: item.class, transient: item.transient, answer }];
  });
  return [summary(pairs, report), perClass(pairs), confusion(pairs), transience(pairs)];
}

interface Pair {
  readonly class: string;
  readonly transient: boolean | 'unsure';
  readonly answer: { readonly class: string; readonly transient: boolean | 'unsure' };
}

function summary(pairs: readonly Pair[], report: CorpusReport): ReportTable {
  const known = pairs.filter((pair) => pair.class !== 'unknown');
  const unknown = pairs.filter((pair) => pair.class === 'unknown');
  const permanent = pairs.filter(({ transient }) => transient === false).length;
  return {
    title: 'answers',
    head: ['what', 'count', 'share'],
    rows: [
      ['class right', ...ratio(report.classRight, pairs.length)],
      ['transient right', ...ratio(report.transientRight, pairs.length)],
      ['unknown answered where there is a class', ...ratio(report.unknownAnsweredOnKnown, known.length)],
      ['truly unknown answered unknown', ...ratio(countRight(unknown), unknown.length)],
      ['permanent called transient', ...ratio(report.permanentCalledTransient, permanent)],
      ['items that tell a secret', ...ratio(report.secretsLeaked, report.total)],
    ],
  };
}

function perClass(pairs: readonly Pair[]): ReportTable {
  const rows = failureClasses.map((name) => {
    const labelled = pairs.filter((pair) => pair.class === name);
    const answered = pairs.filter(({ answer }) => answer.class === name);
    const right = countRight(labelled);
    return [name, String(labelled.length), percent(right, answered.length), percent(right, labelled.length)];
  });
  return { title: 'by class', head: ['class', 'items', 'precision', 'recall'], rows };
}

/** Rows as labelled, columns as answered, the classes numbered in their order. */
function confusion(pairs: readonly Pair[]): ReportTable {
  const rows = failureClasses.map((labelled, row) => [
    `${row + 1} ${labelled}`,
    ...failureClasses.map((answered) => {
      const count = pairs.filter((pair) => pair.class === labelled && pair.answer.class === answered).length;
      return count === 0 ? '' : String(count);
    }),
  ]);
  return {
    title: 'confusion matrix',
    head: ['labelled', ...failureClasses.map((_name, column) => String(column + 1))],
    rows,
  };
}

function transience(pairs: readonly Pair[]): ReportTable {
  const values = [true, 'unsure', false] as const;
  const rows = values.map((labelled) => [
    String(labelled),
    ...values.map((said) =>
      String(pairs.filter(({ transient, answer }) => transient === labelled && answer.transient === said).length),
    ),
  ]);
  return { title: 'transient: labelled by answered', head: ['labelled', 'true', 'unsure', 'false'], rows };
}

function countRight(pairs: readonly Pair[]): number {
  return pairs.filter((pair) => pair.class === pair.answer.class).length;
}

function ratio(count: number, of: number): [string, string] {
  return [`${count} of ${of}`, percent(count, of)];
}

function percent(count: number, of: number): string {
  return of === 0 ? '' : `${((100 * count) / of).toFixed(1)} %`;
}

/** How long each signature takes alone over every log, slowest first. `now` in milliseconds. */
export function slowestSignatures(corpus: readonly CorpusItem[], now: () => number): ReportTable {
  const timed = signatures.map((signature) => {
    const match = compileSignatures([{ ...signature, in: ['output'] }]);
    match('', { place: 'output', operator: null });
    const began = now();
    for (const { log } of corpus) match(log, { place: 'output', operator: null });
    return { id: signature.id, ms: now() - began };
  });
  const rows = timed
    .toSorted((left, right) => right.ms - left.ms)
    .slice(0, 3)
    .map(({ id, ms }) => [id, `${ms.toFixed(1)} ms`]);
  return { title: 'slowest signatures, alone over all logs', head: ['signature', 'time'], rows };
}
