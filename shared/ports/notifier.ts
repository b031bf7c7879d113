import type { Notification } from '../core/incident/notification.ts';

/** Tells people. Rejects with a `NotifierError`; what was not sent stays in the outbox. */
export interface Notifier {
  send(notification: Notification): Promise<void>;
}

export class NotifierError extends Error {
  override readonly name = 'NotifierError';
}
