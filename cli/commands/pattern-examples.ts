import * as z from 'zod';
import type { Json, JsonObject } from '../../shared/core/diagnostics/json-text.ts';
import { parseJsonText } from '../../shared/core/diagnostics/json-text.ts';
import { compilePattern } from '../../shared/core/policy/pattern/compile-pattern.ts';
import { parsePattern } from '../../shared/core/policy/pattern/parse-pattern.ts';
import type { Input } from '../read-input.ts';
import { UsageError } from '../usage-error.ts';

const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const examplesSchema = z.object({
  triples: z
    .array(
      z.object({
        id: z.string(),
        level: z.string().default('core'),
        pattern: z.custom<Json>((value) => value !== undefined),
        event: jsonObject,
        matches: z.boolean(),
      }),
    )
    .default([]),
  refused: z.array(z.object({ id: z.string(), patternText: z.string() })).default([]),
});
export type Examples = z.infer<typeof examplesSchema>;

type Answer = boolean | 'refused';

/** What a file of examples expects, and what this implementation says. */
export interface ExampleReport {
  readonly passed: number;
  /** Disagreements of level `core` and patterns that should have been refused. */
  readonly failed: number;
  /** All of them; those of level `reference` are corners of one implementation and never fail. */
  readonly disagreements: readonly {
    readonly id: string;
    readonly level: string;
    readonly expected: Answer;
    readonly actual: Answer;
  }[];
}

/** Reads a file of examples: `triples` of pattern, event and answer, and pattern texts that must be `refused`. */
export function parseExamples({ file, text }: Input): Examples {
  const checked = examplesSchema.safeParse(parseJson(text));
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new UsageError(`${file}: not a file of examples: /${issue?.path.join('/')}: ${issue?.message}`);
}

/** Plain JSON on purpose: what an example holds, duplicate keys and depth included, is for the example to say. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the schema says what is wrong
  }
}

export function compareExamples({ triples, refused }: Examples): ExampleReport {
  const answers = [
    ...triples.map(({ id, level, pattern, event, matches }) => ({
      id,
      level,
      expected: matches,
      actual: answer(pattern, event),
    })),
    ...refused.map(({ id, patternText }) => ({
      id,
      level: 'refused',
      expected: 'refused' as const,
      actual: answerText(patternText),
    })),
  ];
  const disagreements = answers.filter(({ expected, actual }) => expected !== actual);
  const failed = disagreements.filter(({ level }) => level !== 'reference').length;
  return { passed: answers.length - disagreements.length, failed, disagreements };
}

function answer(written: Json, event: JsonObject): Answer {
  const parsed = parsePattern(written);
  return parsed.ok ? compilePattern(parsed.pattern)(event) : 'refused';
}

/** A text that should be refused and is not: there is no event to ask, so the answer is that it was accepted. */
function answerText(patternText: string): Answer {
  const json = parseJsonText({ text: patternText });
  return !json.ok || !parsePattern(json.value).ok ? 'refused' : true;
}
