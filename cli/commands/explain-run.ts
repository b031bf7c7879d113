import type { Decision } from '../../shared/core/decide/decision.ts';
import type { RecordedLook } from '../../shared/core/decide/recorded-look.ts';
import { renderStep } from '../../shared/core/policy/render-step.ts';
import { type LedgerOptions, withLedger } from '../open-ledger.ts';
import { type DeploymentOptions, deploymentIdOf, parseRun } from '../run-argument.ts';
import { type ExitCode, exitCodes, type Terminal } from '../terminal.ts';

export interface ExplainRunOptions extends LedgerOptions, DeploymentOptions {
  readonly looks: string;
  readonly json?: boolean;
}

/** `airmend explain <run>`: what the latest recorded looks decided, with every guardrail's verdict. */
export async function explainRun(run: string, options: ExplainRunOptions, terminal: Terminal): Promise<ExitCode> {
  const key = parseRun(run, deploymentIdOf(options, options.sandbox === true));
  const looks = await withLedger(options, (ledger) => ledger.listLooks(key, Number(options.looks)));
  if (looks.length === 0) {
    terminal.complain(`no look of ${run} is recorded: looks that only watch are not kept`);
    return exitCodes.faulty;
  }
  for (const look of looks.toReversed())
    terminal.write(options.json === true ? JSON.stringify(look) : renderLook(look, terminal));
  return exitCodes.fine;
}

function renderLook({ now, policyHash, decisions, generation }: RecordedLook, terminal: Terminal): string {
  const { strong, dim } = terminal.colours;
  const head = `${strong(new Date(now).toISOString())} ${dim(`incident ${generation}, policy ${policyHash.slice(0, 12)}`)}`;
  return [head, ...decisions.flatMap((decision) => renderDecision(decision, terminal)), ''].join('\n');
}

function renderDecision({ taskId, rule, step, verdicts, reason, next }: Decision, { colours }: Terminal): string[] {
  const ended = next.kind === 'end' ? next.outcome : next.kind;
  const tones = {
    act: colours.good,
    ask: colours.warning,
    hold: colours.warning,
    observe: colours.dim,
    refuse: colours.bad,
  } as const;
  return [
    `  ${taskId}: ${colours.strong(ended)}, ${reason}`,
    ...(rule === undefined ? [] : [`    rule      ${rule ?? 'otherwise'}`]),
    ...(step === null ? [] : [`    step      ${renderStep(step)}`]),
    ...verdicts.map(
      ({ guardrail, kind, reason: why }) => `    ${tones[kind](kind.padEnd(8))}  ${guardrail.padEnd(14)}  ${why}`,
    ),
  ];
}
