/** One message to people, in the incident's outbox until it is known to be sent: at least once, with a stable id. */
export interface Notification {
  /** Stable over repeats: deployment, run, generation and kind. */
  readonly notificationId: string;
  readonly kind: 'unresolved' | 'ended' | 'deployment';
  readonly channel: string;
  readonly subject: string;
  readonly text: string;
  /** The same for machines. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly sentAt: number | null;
}
