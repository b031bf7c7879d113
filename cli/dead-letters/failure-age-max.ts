import { existsSync } from 'node:fs';
import { guardrailSettings } from '../../shared/core/policy/guardrail-settings.ts';
import { loadPolicy, policyFileDefault } from '../commands/load-policy.ts';

/** The oldest failure that is acted on (ms): by the policy that is named or lies here, or by default. */
export function readFailureAgeMax(file: string | undefined): number {
  if (file === undefined && !existsSync(policyFileDefault)) return guardrailSettings.parse({}).age.failureAtMostMs;
  const { parsed } = loadPolicy({ file, config: undefined });
  return (parsed.ok ? parsed.policy.guardrails : guardrailSettings.parse({})).age.failureAtMostMs;
}
