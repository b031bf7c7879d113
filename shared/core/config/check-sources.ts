import type { Fault } from '../diagnostics/diagnostic.ts';
import { checkExpression } from '../sources/generic/evaluate.ts';
import { checkPattern } from '../sources/generic/mapped-field.ts';
import { sources as kinds } from '../sources/sources.ts';
import type { MappedField, Mapping } from './mapping.ts';
import type { SourceConfig } from './source-config.ts';

/** What a schema can't say of the sources: which schemes a kind has, and whether expressions and patterns can be read. */
export function checkSources(sources: Readonly<Record<string, SourceConfig>>): Fault[] {
  return Object.entries(sources).flatMap(([name, source]) => [
    ...checkScheme(['sources', name], source),
    ...checkLookup(['sources', name], source),
    ...checkMapping(['sources', name], source),
  ]);
}

type Path = readonly (string | number)[];

function checkScheme(path: Path, { kind, authentication: { scheme, topicArn } }: SourceConfig): Fault[] {
  const known = kinds.get(kind)?.schemes ?? [];
  if (!known.includes(scheme)) {
    const help = `use ${known.map((one) => `\`${one}\``).join(' or ')}`;
    const message = `a sender of the kind \`${kind}\` can not prove itself by \`${scheme}\``;
    return [{ code: 'wrong-scheme', path: [...path, 'authentication', 'scheme'], message, help }];
  }
  if (scheme !== 'aws-sns' || topicArn !== undefined) return [];
  const help = 'name the one topic that is listened to';
  return [{ code: 'missing-key', path: [...path, 'authentication'], message: 'the key `topicArn` is missing', help }];
}

function checkLookup(path: Path, { lookup, deployments }: SourceConfig): Fault[] {
  return Object.entries(lookup).flatMap(([label, table]) =>
    Object.entries(table).flatMap(([value, deployment]): Fault[] => {
      if (deployments.includes(deployment)) return [];
      const message = `\`${deployment}\` is not among the deployments that the source may speak for`;
      const help = 'add it to `deployments`, or name one of them';
      return [{ code: 'foreign-lookup', path: [...path, 'lookup', label, value], message, help }];
    }),
  );
}

function checkMapping(path: Path, { kind, mapping }: SourceConfig): Fault[] {
  const isMapped = kinds.get(kind)?.configure !== undefined;
  if (isMapped && mapping === undefined)
    return [
      { code: 'missing-key', path, message: `the key \`mapping\` is missing: the kind \`${kind}\` is read by it` },
    ];
  if (!isMapped && mapping !== undefined) {
    const message = `the kind \`${kind}\` has no \`mapping\``;
    return [
      {
        code: 'unknown-key',
        path: [...path, 'mapping'],
        atKey: true,
        message,
        help: 'leave it out, or use the kind `generic`',
      },
    ];
  }
  return mapping === undefined ? [] : checkExpressions([...path, 'mapping'], mapping);
}

function checkExpressions(path: Path, { each, when, resolved, fields, labels, texts, required }: Mapping): Fault[] {
  const single = Object.entries({ each, when, resolved }).flatMap(([key, expression]) =>
    expression === undefined ? [] : checkField([...path, key], expression),
  );
  const named = Object.entries({ fields, labels }).flatMap(([group, members]) =>
    Object.entries(members).flatMap(([name, field]) =>
      field === undefined ? [] : checkField([...path, group, name], field),
    ),
  );
  const listed = texts.flatMap((expression, index) => checkField([...path, 'texts', index], expression));
  const unmapped = required.flatMap((name, index): Fault[] =>
    fields[name] === undefined
      ? [
          {
            code: 'missing-key',
            path: [...path, 'required', index],
            message: `\`${name}\` is required, and \`fields\` does not say where it is`,
          },
        ]
      : [],
  );
  return [...single, ...named, ...listed, ...unmapped];
}

function checkField(path: Path, field: MappedField): Fault[] {
  const { from, pattern } =
    typeof field === 'string' || Array.isArray(field) ? { from: field, pattern: undefined } : field;
  const inExpressions = [from].flat().flatMap((expression): Fault[] => {
    const why = checkExpression(expression);
    return why === undefined
      ? []
      : [{ code: 'wrong-expression', path, message: `\`${expression}\` is not a JMESPath expression: ${why}` }];
  });
  const why = pattern === undefined ? undefined : checkPattern(pattern);
  return why === undefined
    ? inExpressions
    : [...inExpressions, { code: 'wrong-regex', path, message: `not an RE2 expression: ${why}` }];
}
