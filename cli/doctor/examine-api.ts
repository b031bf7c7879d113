import { AirflowError } from '../../shared/core/airflow/airflow-error.ts';
import { searchedDagsOf } from '../../shared/core/config/deployment-config.ts';
import type { Airflow } from '../../shared/ports/airflow.ts';
import type { Ledger } from '../../shared/ports/ledger.ts';
import { examineDiscovery } from './examine-discovery.ts';
import { examineOperations } from './examine-operations.ts';
import { type Finding, findingsOf } from './finding.ts';
import { deploymentsOf, type Installation, type NamedDeployment } from './installation.ts';

/** Each Airflow: does it answer, as what, which DAGs are looked after, and which operations does it really do? Reads and dry runs only. */
export async function examineApis(installation: Installation): Promise<Finding[]> {
  const findings = await Promise.all(
    deploymentsOf(installation).map((named) => examineDeployment(named, installation)),
  );
  return findings.flat();
}

async function examineDeployment(named: NamedDeployment, installation: Installation): Promise<Finding[]> {
  const { name, deployment } = named;
  const airflow = await installation.connect(name, deployment);
  const reached = await examineReach(name, airflow);
  if (reached.some(({ level }) => level === 'bad')) return reached;
  const dagIds = await coveredDags(named, installation);
  const discovery = await examineDiscovery({ name, airflow, dagIds });
  const operations = await examineOperations({
    name,
    airflow,
    dagIds: discovery.dagIds,
    run: installation.run,
    now: installation.now,
  });
  return [
    ...reached,
    ...discovery.findings.map((found): Finding => ({ check: 'discovery', ...found })),
    ...operations.map((found): Finding => ({ check: 'operations', ...found })),
  ];
}

async function examineReach(name: string, airflow: Airflow): Promise<Finding[]> {
  const { good, bad } = findingsOf(name);
  try {
    const { name: kind, version, problems } = await airflow.describeApi();
    // An API that does not tell its version was perhaps not even asked.
    if (version === null) await airflow.readDag('airmend-doctor');
    const isBroken = problems.some(({ severity }) => severity === 'broken');
    const answers = good(`it answers as ${kind}${version === null ? '' : `, Airflow ${version}`}`);
    return [
      ...(isBroken ? [] : [{ check: 'api', ...answers }]),
      ...problems.map(({ severity, message, help, issue }): Finding => {
        const level = severity === 'broken' ? 'bad' : 'note';
        return {
          check: 'api',
          about: name,
          level,
          says: issue === null ? message : `${message} (${issue})`,
          mend: help,
        };
      }),
    ];
  } catch (error) {
    if (!(error instanceof AirflowError)) throw error;
    return [{ check: 'api', ...bad(error.message, mends.get(error.code) ?? null) }];
  }
}

/** An error's message says what; this is where to look. */
const mends: ReadonlyMap<string, string> = new Map([
  ['unauthorized', 'is the token of this deployment, and has it not been revoked?'],
  ['forbidden', 'the token needs to read runs, task instances and logs, and to clear task instances'],
  ['not-found', 'are the ids of organization, workspace and deployment in the config right?'],
  ['unreachable', 'is `baseUrl` right, and can this machine reach it?'],
  ['timed-out', 'can this machine reach `baseUrl`?'],
  ['redirected', '`baseUrl` must be the API itself: no answer of it is followed elsewhere'],
]);

/** The config's, and those that reports named: the ledger knows both. */
async function coveredDags({ deployment, deploymentId }: NamedDeployment, { ledger }: Installation): Promise<string[]> {
  const noted = ledger.ok ? await readNoted(ledger.value, deploymentId) : [];
  return [...new Set([...searchedDagsOf(deployment), ...noted])];
}

async function readNoted(ledger: Ledger, deploymentId: string): Promise<string[]> {
  // A ledger that does not answer is a finding of its own.
  return ledger.listDagsOfInterest(deploymentId).catch(() => []);
}
