import type { DeadLetter } from '../../shared/adapters/sqs/dead-letter-queue.ts';
import { parseWorkMessage, type WorkMessage } from '../../shared/core/incident/work-message.ts';

/** What a dead letter is, for a person who has to decide what becomes of it. */
export interface ReadLetter {
  readonly messageId: string;
  readonly sentAt: number;
  readonly receiveCount: number;
  /** `foreign`: Airmend can't read it, and would park it again. */
  readonly type: WorkMessage['type'] | 'newer' | 'foreign';
  readonly deployment: string | null;
  /** What it asks Airmend to look at, or why it is not ours. */
  readonly about: string;
  /** When what it tells of happened, as far as it says (epoch ms). */
  readonly tellsOf: number | null;
}

export function readDeadLetter({ messageId, body, sentAt, receiveCount, reason }: DeadLetter): ReadLetter {
  const base = { messageId, sentAt, receiveCount, deployment: null, tellsOf: null };
  const parsed = parseWorkMessage(body);
  switch (parsed.kind) {
    case 'foreign':
      return { ...base, type: 'foreign', about: reason ?? parsed.why };
    case 'newer':
      return { ...base, type: 'newer', about: `written by newer code, in form ${parsed.version}` };
    case 'work': {
      const { message } = parsed;
      return { ...base, type: message.type, ...subjectOf(message), ...(reason === null ? {} : { about: reason }) };
    }
  }
}

function subjectOf(message: WorkMessage): Pick<ReadLetter, 'deployment' | 'about' | 'tellsOf'> {
  switch (message.type) {
    case 'report': {
      const { deployment, dagId, dagRunId, taskId, occurredAt } = message.report;
      const named = [dagId, dagRunId, taskId].filter((part) => part !== null).join('/');
      return { deployment, about: named === '' ? 'the deployment' : named, tellsOf: occurredAt ?? message.receivedAt };
    }
    case 'look':
      return {
        deployment: message.deployment,
        about: `${message.dagId}/${message.dagRunId}`,
        tellsOf: message.queuedAt,
      };
    case 'discover':
      return { deployment: message.deployment, about: message.dagId ?? 'every known DAG', tellsOf: message.queuedAt };
  }
}
