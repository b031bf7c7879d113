import { RE2JS } from 're2js';
import type { MappedField } from '../../config/mapping.ts';
import { toText } from '../fields.ts';
import { evaluate } from './evaluate.ts';

const searchedCharsMax = 64_000;

/** One field of a mapping, ready to be used. */
export interface Extract {
  /** As a person wrote it, for messages. */
  readonly written: string;
  /** The text it finds in an alert; undefined where it finds nothing. */
  readonly extract: (alert: unknown) => string | undefined;
}

/** Compiles a field whose expressions and pattern were checked when the config was loaded. */
export function compileField(field: MappedField): Extract {
  const { from, pattern, map } =
    typeof field === 'string' || Array.isArray(field)
      ? { from: field }
      : { pattern: undefined, map: undefined, ...field };
  const expressions = [from].flat();
  const cut = pattern === undefined ? undefined : RE2JS.compile(pattern);
  const written = expressions.map((expression) => `\`${expression}\``).join(', ');
  return {
    written: pattern === undefined ? written : `the pattern \`${pattern}\` in ${written}`,
    extract(alert) {
      for (const expression of expressions) {
        const text = toText(evaluate(expression, alert));
        const value = cut === undefined || text === undefined ? text : cutOut(cut, text.slice(0, searchedCharsMax));
        if (value !== undefined && value !== '')
          return map !== undefined && Object.hasOwn(map, value) ? map[value] : value;
      }
      return undefined;
    },
  };
}

/** Why a pattern can't be one, or undefined. */
export function checkPattern(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it can not be read';
  }
}

/** The first group, or all of the match where there is none. In time linear in the text. */
function cutOut(pattern: RE2JS, text: string): string | undefined {
  const matcher = pattern.matcher(text);
  if (!matcher.find()) return undefined;
  return (matcher.groupCount() > 0 ? matcher.group(1) : matcher.group()) ?? undefined;
}
