import { canary } from '../canary.ts';
import type { Invariant } from './invariant.ts';

/** No secret of a task's log is found in anything that is told, noted or kept. */
export function noSecrets(): Invariant {
  return {
    name: 'no secret leaves',
    see(happening, { world, violated }) {
      const holds = (what: unknown): boolean => JSON.stringify(what).includes(canary);
      if (happening.kind === 'told' && holds(happening.notification)) violated('a message holds a secret');
      if (happening.kind === 'noted' && happening.event.event === 'case-decided' && holds(happening.event))
        violated('the journal holds a secret');
      if (happening.kind === 'look-kept' && holds(happening.look.truth.logs))
        violated('a recorded look holds a secret');
      if (happening.kind === 'over' && holds(world.ledger.incidents())) violated('the ledger holds a secret');
    },
  };
}
