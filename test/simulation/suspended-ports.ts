import type { WorkMessage } from '../../shared/core/incident/work-message.ts';
import type { Journal } from '../../shared/ports/journal.ts';
import type { Notifier } from '../../shared/ports/notifier.ts';
import type { ParkingQueue, WorkQueue } from '../../shared/ports/queue.ts';
import type { SimulatedProcess } from './process.ts';
import { suspend } from './suspend.ts';
import { isQuiet, type SimulatedWorld } from './world.ts';

export function createSuspendedNotifier(world: SimulatedWorld, process: SimulatedProcess): Notifier {
  return {
    send: (notification) =>
      suspend(world, process, {
        port: 'notifier',
        operation: 'send',
        isWrite: true,
        subject: notification.notificationId,
        effect: async () => world.tell({ kind: 'told', process, notification }),
        show: () => 'sent',
      }),
  };
}

export function createSuspendedQueue(world: SimulatedWorld, process: SimulatedProcess): WorkQueue {
  return {
    send: (messages, { delaySeconds }) =>
      suspend(world, process, {
        port: 'queue',
        operation: 'send',
        isWrite: true,
        subject: messages.map(describe).join(' '),
        effect: async () => {
          const visibleAt = world.time.now + delaySeconds * 1_000;
          for (const message of messages) world.queue.send(message, visibleAt, isQuiet(world));
        },
        show: () => 'taken',
      }),
  };
}

function describe(message: WorkMessage): string {
  if (message.type === 'report') return message.report.reportId;
  return message.type === 'look' ? `look:${message.dagRunId}` : `discover:${message.dagId}`;
}

export function createSuspendedParking(world: SimulatedWorld, process: SimulatedProcess): ParkingQueue {
  return {
    park: ({ messageId, reason }) =>
      suspend(world, process, {
        port: 'parking',
        operation: 'park',
        isWrite: true,
        subject: `${messageId}: ${reason}`,
        effect: async () => undefined,
        show: () => 'parked',
      }),
  };
}

/** Part of the process: no suspension point. */
export function createWatchedJournal(world: SimulatedWorld, process: SimulatedProcess): Journal {
  return {
    note(event) {
      world.trace.write(world.time.now, `${process.name} notes ${JSON.stringify(event)}`);
      world.tell({ kind: 'noted', process, event });
    },
  };
}
