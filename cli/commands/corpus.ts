import * as z from 'zod';
import { classifyFailure } from '../../shared/core/classify/classify-failure.ts';
import { bareFailureFacts, type FailureFacts, failureFacts } from '../../shared/core/classify/failure-facts.ts';
import type { Input } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';

const transience = z.union([z.boolean(), z.literal('unsure')]);

/** One labelled failure. Without labels it is answered and not counted. */
const corpusItem = z.object({
  id: z.string(),
  class: z.string().optional(),
  transient: transience.optional(),
  operator: z.string().nullish(),
  facts: failureFacts.catch(bareFailureFacts).default(bareFailureFacts),
  reportError: z.string().nullish(),
  secrets: z.array(z.string().min(1)).default([]),
  log: z.string(),
});
export type CorpusItem = z.output<typeof corpusItem>;

/** What the classifier says about one log. */
export interface ClassifiedItem {
  readonly id: string;
  readonly class: string;
  readonly transient: boolean | 'unsure';
  readonly confidence: number;
  readonly signature: string | null;
  readonly evidence: readonly string[];
}

export interface CorpusReport {
  readonly total: number;
  readonly classRight: number;
  readonly transientRight: number;
  readonly unknownAnsweredOnKnown: number;
  readonly permanentCalledTransient: number;
  readonly secretsLeaked: number;
  readonly items: readonly ClassifiedItem[];
}

/** Reads JSON lines in the corpus' format. */
export function parseCorpus({ file, text }: Input): CorpusItem[] {
  const lines = text.split('\n').map((line, index) => ({ line, number: index + 1 }));
  return lines.filter(({ line }) => line.trim() !== '').map(({ line, number }) => parseItem(file, line, number));
}

function parseItem(file: string, line: string, number: number): CorpusItem {
  const checked = corpusItem.safeParse(parseJson(line));
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new UsageError(`${file}:${number}: not an item of a corpus: /${issue?.path.join('/')}: ${issue?.message}`);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // the schema says what is wrong
  }
}

/** What the classifier makes of one log and what the API said about its try. */
export function classifyItem(one: {
  id: string;
  log: string;
  facts: FailureFacts;
  operator?: string | null | undefined;
  reportError?: string | null | undefined;
}): ClassifiedItem {
  const { failureClass, transient, confidence, signature, evidence } = classifyFailure({
    ...one.facts,
    logTail: one.log,
    operator: one.operator ?? one.facts.operator ?? null,
    reportError: one.reportError ?? one.facts.reportError ?? null,
  });
  return { id: one.id, class: failureClass, transient, confidence, signature, evidence };
}

/** Answers every item and counts the answers against the labels. */
export function judgeCorpus(corpus: readonly CorpusItem[]): CorpusReport {
  const answered = corpus.map((item) => ({ item, answer: classifyItem(item) }));
  const count = (holds: (pair: (typeof answered)[number]) => boolean) => answered.filter(holds).length;
  return {
    total: corpus.length,
    classRight: count(({ item, answer }) => item.class === answer.class),
    transientRight: count(({ item, answer }) => item.transient === answer.transient),
    unknownAnsweredOnKnown: count(
      ({ item, answer }) => item.class !== undefined && item.class !== 'unknown' && answer.class === 'unknown',
    ),
    permanentCalledTransient: count(({ item, answer }) => item.transient === false && answer.transient === true),
    secretsLeaked: count(({ item, answer }) => item.secrets.some((secret) => tells(answer, secret))),
    items: answered.map(({ answer }) => answer),
  };
}

/** Whether a secret stands in an answer, plainly or as JSON would write it. */
function tells(answer: ClassifiedItem, secret: string): boolean {
  return (
    JSON.stringify(answer).includes(JSON.stringify(secret).slice(1, -1)) || answer.evidence.join('\n').includes(secret)
  );
}
