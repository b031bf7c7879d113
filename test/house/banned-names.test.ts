import { describe, expect, test } from '@jest/globals';
import { listSourceFiles } from './source-files.ts';

interface Ban {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** In the pure core and in the look, time and chance come in as arguments. */
const bans: readonly Ban[] = [
  { pattern: /\bDate\.now\b/, instead: 'take `now` as an argument' },
  { pattern: /\bnew Date\(\s*\)/, instead: 'take `now` as an argument' },
  { pattern: /\bMath\.random\b/, instead: 'take a source of chance as an argument' },
  { pattern: /\brandomUUID\b/, instead: 'take `newId` as an argument' },
  { pattern: /\b(setTimeout|setInterval)\b/, instead: 'write down when the next look is due' },
  { pattern: /\bprocess\.env\b/, instead: 'read it in functions/<name>/environment.ts or connect.ts' },
  { pattern: /\bconsole\./, instead: 'note an event in the journal' },
];

const everywhere: readonly Ban[] = [
  { pattern: /:\s*any\b|<any>|\bas any\b/, instead: 'say what it is, or `unknown`' },
  {
    pattern: /import \{[^}]*\bz\b[^}]*\} from 'zod'/,
    instead: "import * as z from 'zod': the other form bundles every locale",
  },
  { pattern: /@ts-(ignore|nocheck)/, instead: 'mend the type' },
];

function offences(folders: readonly string[], banned: readonly Ban[]): string[] {
  return listSourceFiles()
    .filter(({ path }) => folders.some((folder) => path.startsWith(folder)) && !path.startsWith('test/house/'))
    .flatMap(({ path, lines }) =>
      lines.flatMap((line, index) =>
        banned
          .filter(({ pattern }) =>
            pattern.test(
              line
                .replace(/\/\/.*|^\s*\*.*|\/\*.*?\*\//g, '')
                .replace(/'[^']*'|`[^`]*`/g, (text) => (text.includes('zod') ? text : "''")),
            ),
          )
          .map(({ instead }) => `${path}:${index + 1} ${line.trim()}: ${instead}`),
      ),
    );
}

describe('names that are banned, with what to use instead', () => {
  test('core and look have no clock, chance, environment or console of their own', () => {
    expect(offences(['shared/core/', 'shared/look/'], bans)).toEqual([]);
  });

  test('nothing works around the type system', () => {
    expect(offences(['shared/', 'functions/', 'infra/', 'cli/', 'sandbox/', 'bench/', 'test/'], everywhere)).toEqual(
      [],
    );
  });

  test('no file is named for what it is not', () => {
    const vague = /(^|\/)(utils?|helpers?|common|lib|types|constants|index|misc)\.ts$/;
    expect(
      listSourceFiles()
        .filter(({ path }) => vague.test(path))
        .map(({ path }) => `${path}: name it for what it holds`),
    ).toEqual([]);
  });
});
