import { lintPolicy } from '../../shared/core/policy/lint/lint.ts';
import { type Found, findingsOf } from './finding.ts';
import { deploymentsOf, type Installation } from './installation.ts';

/** Both loaded, or there would be no installation to examine: what is left is what they say. */
export function examineConfig({ config }: Installation): Found[] {
  const { good, warning } = findingsOf(null);
  const [deployments, sources] = [config.deployments, config.sources].map((named) => Object.keys(named).length);
  const placeholder = JSON.stringify(config).includes('replace-with-your-');
  return [
    placeholder
      ? warning('it still holds `replace-with-your-…`', 'write your own ids into airmend.config.json')
      : good(`it loads: ${deployments} deployment(s), ${sources} source(s)`),
  ];
}

export function examinePolicy(installation: Installation): Found[] {
  const { policy } = installation;
  const { good, warning, note } = findingsOf(null);
  const warnings = lintPolicy(policy).length;
  const writing = deploymentsOf(installation).filter(
    ({ deployment }) => policy.mode === 'enforce' && deployment.mode === 'enforce',
  );
  return [
    warnings === 0
      ? good(`it loads: ${policy.rules.length} rule(s), mode ${policy.mode}`)
      : warning(`it loads with ${warnings} warning(s)`, '`airmend policy check` shows them'),
    ...(writing.length > 0
      ? []
      : [
          note(
            'nothing is written to any deployment: policy or deployment say `observe`',
            '`airmend report` shows what would have been done; then set `mode` to `enforce`',
          ),
        ]),
  ];
}
