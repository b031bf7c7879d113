import type { MetricName } from '../../shared/core/metrics/metrics.ts';

/** A figure that is computed from metrics, in CloudWatch's metric math. */
export interface Formula {
  readonly title: string;
  readonly expression: string;
  /** The variables of the expression. */
  readonly uses: Readonly<Record<string, MetricName>>;
}

/** What a person who is called spends on a failure that a re-run mends: to wake up, find it, read its log, clear it, see it through. */
export const minutesPerFailure = 30;

const ended = {
  remedied: 'IncidentsRemedied',
  recovered: 'IncidentsRecovered',
  escalated: 'IncidentsEscalated',
} as const;

/** Nothing that happened is no data in CloudWatch: it counts as none. */
const filled = (name: string) => `FILL(${name}, 0)`;
const [remedied, recovered, escalated] = [filled('remedied'), filled('recovered'), filled('escalated')];
const share = (part: string, whole: string) => `IF((${whole}) > 0, 100 * (${part}) / (${whole}), 0)`;

/** What it did for whom, over the time that is shown. */
export const formulas = {
  callsAvoided: {
    title: 'failures that nobody was called for',
    expression: remedied,
    uses: { remedied: ended.remedied },
  },
  hoursSaved: {
    title: `hours saved, at ${minutesPerFailure} minutes each`,
    expression: `${remedied} * ${minutesPerFailure} / 60`,
    uses: { remedied: ended.remedied },
  },
  withoutPerson: {
    title: 'of what ended, % without a person',
    expression: share(`${remedied} + ${recovered}`, `${remedied} + ${recovered} + ${escalated}`),
    uses: ended,
  },
  writesThatHelped: {
    title: 'remedied, % of writes',
    expression: share(remedied, filled('writes')),
    uses: { remedied: ended.remedied, writes: 'Writes' },
  },
  alertsPerIncident: {
    title: 'alerts for each incident',
    expression: `IF((${remedied} + ${recovered} + ${escalated}) > 0, (${filled('accepted')}) / (${remedied} + ${recovered} + ${escalated}), 0)`,
    uses: { ...ended, accepted: 'ReportsAccepted' },
  },
} as const satisfies Record<string, Formula>;
