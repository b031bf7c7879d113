import type { DecidedCases } from '../core/decide/decide.ts';
import type { Journal } from '../ports/journal.ts';

/** Says what was decided for each case, and why. */
export function noteDecisions(journal: Journal, { incident, decisions }: DecidedCases): void {
  for (const { taskId, rule, next, reason, verdicts } of decisions) {
    const evidence = incident.cases.find((one) => one.taskId === taskId)?.evidence ?? null;
    journal.note({
      event: 'case-decided',
      run: incident.run,
      deployment: incident.deployment,
      taskId,
      rule: rule ?? null,
      next: next.kind === 'end' ? next.outcome : next.kind,
      reason,
      failureClass: evidence?.failureClass ?? null,
      decidingLine: evidence?.decidingLine ?? null,
      verdicts: verdicts.map(({ guardrail, kind, reason: why }) => ({ guardrail, kind, reason: why })),
    });
  }
}
