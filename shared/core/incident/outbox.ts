import type { Notification } from './notification.ts';

export type Outbox = readonly Notification[];

/** What is not known to be sent. */
export function unsentOf(outbox: Outbox): Notification[] {
  return outbox.filter(({ sentAt }) => sentAt === null);
}

/** Once per id: what is in the outbox, sent or not, is not added again. */
export function enqueue(outbox: Outbox, messages: Outbox): Outbox {
  const known = new Set(outbox.map(({ notificationId }) => notificationId));
  return [...outbox, ...messages.filter(({ notificationId }) => !known.has(notificationId))];
}

/** The id, numbered where the outbox holds earlier messages of it. */
export function numberId(outbox: Outbox, id: string): string {
  const earlier = outbox.filter(({ notificationId }) => notificationId === id || notificationId.startsWith(`${id}/`));
  return earlier.length === 0 ? id : `${id}/${earlier.length + 1}`;
}

/** SNS's own limit for a subject. */
const subjectCharsMax = 100;

export function cutSubject(subject: string): string {
  return subject.slice(0, subjectCharsMax);
}
