/** One message to people, in the incident's outbox until it is known to be sent: at least once, with a stable id. */
export interface Notification {
  /** Stable over repeats: deployment, run, generation and kind. */
  readonly notificationId: string;
  /** `dag`: an alert without a run may have meant more runs than are looked at. */
  readonly kind: 'unresolved' | 'ended' | 'deployment' | 'dag';
  readonly channel: string;
  readonly subject: string;
  readonly text: string;
  /** The same for machines. */
  readonly details: Readonly<Record<string, unknown>>;
  /**
   * For a cause of the whole deployment: sent only if no other message of that cause was sent at or after `since` (epoch ms).
   * One message tells of all the runs it holds, which are named when it is sent.
   */
  readonly together?: { readonly cause: string; readonly since: number };
  readonly createdAt: number;
  readonly sentAt: number | null;
}
