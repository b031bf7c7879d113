import { lintPolicy } from '../../shared/core/policy/lint/lint.ts';
import { byPlace } from '../../shared/core/policy/parse-policy.ts';
import { type ExitCode, exitCodes, renderDiagnostics, type Terminal } from '../terminal.ts';
import { loadPolicy } from './load-policy.ts';

export interface PolicyCheckOptions {
  readonly config?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** `airmend policy check`: loads the policy as a deployment would, then lints it. */
export function checkPolicyFile(file: string | undefined, options: PolicyCheckOptions, terminal: Terminal): ExitCode {
  const { input, channels, toBeUsed, parsed } = loadPolicy({ file, config: options.config });
  const diagnostics = parsed.ok
    ? lintPolicy(parsed.policy, { channels: toBeUsed }).map(parsed.diagnose).toSorted(byPlace)
    : parsed.diagnostics;
  const policyHash = parsed.ok ? parsed.policy.policyHash : null;
  const isFine = parsed.ok && (diagnostics.length === 0 || options.strict !== true);
  if (options.json === true) {
    terminal.write(JSON.stringify({ file: input.file, ok: isFine, policyHash, diagnostics }));
    return isFine ? exitCodes.fine : exitCodes.faulty;
  }
  if (diagnostics.length > 0)
    terminal.write(`${renderDiagnostics(diagnostics, { text: input.text, colours: terminal.colours })}\n`);
  const { good, bad, dim } = terminal.colours;
  const findings = `${diagnostics.length} ${parsed.ok ? 'warning' : 'error'}${diagnostics.length === 1 ? '' : 's'}`;
  terminal.write(
    `${isFine ? good('ok') : bad('refused')}  ${input.file}: ${findings}${options.strict === true && parsed.ok ? ' (strict)' : ''}`,
  );
  if (parsed.ok) {
    const { rules, mode } = parsed.policy;
    terminal.write(dim(`    ${rules.length} rules, mode ${mode}, sha256 ${policyHash}`));
    if (channels === undefined)
      terminal.write(dim('    channels were not checked: no airmend.config.json beside it; name one with --config'));
  }
  return isFine ? exitCodes.fine : exitCodes.faulty;
}
