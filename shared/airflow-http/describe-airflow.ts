import type { ApiDescription, ApiProblem } from '../ports/airflow.ts';
import { type ApiGeneration, airflow2, airflow3, probeVersion } from './airflow-version.ts';
import type { CallWorld } from './call.ts';
import { describeQuirks, type Quirk } from './quirk.ts';
import { isBefore, parseVersion, renderVersion, type Version } from './version.ts';

export interface Supported {
  readonly generation: ApiGeneration;
  readonly quirks: readonly Quirk[];
  /** The first and the last release that this adapter was tried with. */
  readonly from: Version;
  readonly to: Version;
}

/** Says which Airflow is there, whether it is the one that the config means, and what is known to be wrong with its version. */
export function createAirflowDescriber(world: CallWorld, supported: Supported): () => Promise<ApiDescription> {
  const { generation } = supported;
  return async () => {
    const name = generation.kind;
    const written = await probeVersion(world, generation);
    if (written === null) return { name, version: null, problems: [await explainAbsence(world, generation)] };
    const version = parseVersion(written);
    const problems =
      version === null ? [unsupported(written, supported)] : describeVersion(written, version, supported);
    return { name, version: written, problems };
  };
}

async function explainAbsence(world: CallWorld, generation: ApiGeneration): Promise<ApiProblem> {
  const other = generation.kind === 'airflow-2' ? airflow3 : airflow2;
  const there = await probeVersion(world, other);
  return there === null
    ? {
        severity: 'broken',
        code: 'no-airflow',
        message: `neither ${airflow2.versionPath} nor ${airflow3.versionPath} is there`,
        help: 'set `baseUrl` to the address of Airflow itself, as in the browser, without `/api/…`',
        issue: null,
      }
    : {
        severity: 'broken',
        code: 'wrong-kind',
        message: `this is Airflow ${there}, which does not have the API of \`${generation.kind}\``,
        help: `set \`kind\` to \`${other.kind}\``,
        issue: null,
      };
}

function describeVersion(written: string, version: Version, supported: Supported): ApiProblem[] {
  const { from, to, quirks } = supported;
  const isKnown = !isBefore(version, from) && !isBefore([to[0], to[1] + 1, 0], [version[0], version[1] + 1, 0]);
  return [...(isKnown ? [] : [unsupported(written, supported)]), ...describeQuirks(quirks, version)];
}

function unsupported(written: string, { from, to, generation }: Supported): ApiProblem {
  const message = `Airmend was tried with Airflow ${renderVersion(from)} to ${renderVersion(to)}; this is ${written}`;
  const isOther = parseVersion(written)?.[0] !== generation.major;
  return { severity: isOther ? 'broken' : 'limited', code: 'unsupported-version', message, help: null, issue: null };
}
