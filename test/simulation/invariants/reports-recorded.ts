import { parseWorkMessage } from '../../../shared/core/incident/work-message.ts';
import type { SimulatedProcess } from '../process.ts';
import type { Invariant } from './invariant.ts';

/** When nothing goes wrong, the queue and its lookers need no longer. */
const handledWithinMs = 10 * 60_000;

/**
 * No accepted report without a recorded outcome. A message with a report is taken off the queue only after its process has noted
 * what became of that report (a look, a covering look, nothing to do, parked), and, if a look began, after the look stands in the ledger.
 * At the end of the world every report that was not accepted just before was taken off so.
 */
export function reportsRecorded(): Invariant {
  const open = new Set<string>();
  const noted = new Map<SimulatedProcess, Map<string, string>>();
  const recorded = new Set<SimulatedProcess>();
  return {
    name: 'no report without an outcome',
    see(happening, { world, violated }) {
      if (happening.kind === 'accepted' && world.time.now < world.plan.endAt - handledWithinMs)
        open.add(happening.report.reportId);
      if (happening.kind === 'recorded') recorded.add(happening.process);
      if (happening.kind === 'noted' && 'reportId' in happening.event && happening.event.reportId !== null) {
        const ofProcess = noted.get(happening.process) ?? new Map<string, string>();
        noted.set(happening.process, ofProcess.set(happening.event.reportId, happening.event.event));
      }
      if (happening.kind === 'handled') {
        const parsed = parseWorkMessage(happening.body);
        if (parsed.kind !== 'work' || parsed.message.type !== 'report') return;
        const { reportId } = parsed.message.report;
        const outcome = noted.get(happening.process)?.get(reportId);
        if (outcome === undefined) violated(`${reportId} was taken off the queue without an outcome`);
        else if (outcome === 'look-began' && !recorded.has(happening.process))
          violated(`${reportId}: its look is not recorded`);
        else open.delete(reportId);
      }
      if (happening.kind === 'over' && open.size > 0) violated(`${[...open].join(', ')} never ended`);
    },
  };
}
