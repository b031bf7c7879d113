import type { ReportDraft } from './report-draft.ts';

/** What decides which deployment a report is of. */
export interface DeploymentChoice {
  /** Ids and names of all configured deployments, each with the name. */
  readonly known: ReadonlyMap<string, string>;
  /** The names this source may speak for. */
  readonly allowed: ReadonlySet<string>;
  readonly byDefault: string | undefined;
  /** By label (or `deploymentId`), then by its value: the name. */
  readonly lookup: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export type ResolvedDeployment =
  | { readonly ok: true; readonly deployment: string }
  | {
      readonly ok: false;
      readonly code: 'unknown-deployment' | 'foreign-deployment' | 'no-deployment';
      readonly why: string;
    };

/** The deployment of a report: the id it names, else the lookup, else the source's default; never one the source may not speak for. */
export function resolveDeployment(draft: ReportDraft, choice: DeploymentChoice): ResolvedDeployment {
  const found = named(draft, choice) ?? lookedUp(draft, choice) ?? byDefault(choice);
  if (!found.ok || choice.allowed.has(found.deployment)) return found;
  return {
    ok: false,
    code: 'foreign-deployment',
    why: 'the source may not speak for the deployment that the report is of',
  };
}

function named({ deploymentId }: ReportDraft, { known, lookup }: DeploymentChoice): ResolvedDeployment | undefined {
  if (deploymentId === null) return undefined;
  const deployment = known.get(deploymentId) ?? lookup.get('deploymentId')?.get(deploymentId);
  if (deployment !== undefined) return { ok: true, deployment };
  return {
    ok: false,
    code: 'unknown-deployment',
    why: 'the config has no deployment of the id or name that the report gives',
  };
}

function lookedUp({ labels }: ReportDraft, { lookup }: DeploymentChoice): ResolvedDeployment | undefined {
  for (const [label, table] of lookup) {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    if (value === undefined) continue;
    const deployment = table.get(value);
    if (deployment !== undefined) return { ok: true, deployment };
    return {
      ok: false,
      code: 'unknown-deployment',
      why: `the source's \`lookup\` has no entry for the value of \`${label}\``,
    };
  }
  return undefined;
}

function byDefault({ byDefault: deployment }: DeploymentChoice): ResolvedDeployment {
  if (deployment !== undefined) return { ok: true, deployment };
  return { ok: false, code: 'no-deployment', why: 'the report names no deployment and the source has no default' };
}
