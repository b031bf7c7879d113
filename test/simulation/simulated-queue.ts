import type { WorkMessage } from '../../shared/core/incident/work-message.ts';
import type { QueueHabits } from './plan.ts';
import type { Random } from './random.ts';

export const visibilityMs = 360_000;
export const receivesMax = 5;

export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  visibleAt: number;
  receives: number;
}

/** SQS: at least once, in any order, invisible while somebody works on it, parked after too many tries. */
export class SimulatedQueue {
  readonly #habits: QueueHabits;
  readonly #random: Random;
  readonly #onHit: (name: string) => void;
  /** Told when a message will be visible. */
  onVisible: (at: number) => void = () => undefined;
  #messages: QueuedMessage[] = [];
  #sent = 0;
  deadLetters: QueuedMessage[] = [];

  constructor(habits: QueueHabits, random: Random, onHit: (name: string) => void) {
    this.#habits = habits;
    this.#random = random;
    this.#onHit = onHit;
  }

  send(message: WorkMessage, visibleAt: number, isQuiet: boolean): void {
    this.#add(message, isQuiet ? visibleAt : visibleAt + this.#delay());
    if (isQuiet || !this.#random.chance(this.#habits.duplicated)) return;
    this.#onHit('message-duplicated');
    this.#add(message, visibleAt + this.#random.int(0, 400_000));
  }

  #delay(): number {
    if (!this.#random.chance(this.#habits.delayed)) return 0;
    this.#onHit('message-delayed');
    return this.#random.int(1_000, 900_000);
  }

  #add(message: WorkMessage, visibleAt: number): void {
    this.#sent += 1;
    this.#messages.push({ messageId: `m${this.#sent}`, body: JSON.stringify(message), visibleAt, receives: 0 });
    this.onVisible(visibleAt);
  }

  /** The next message that is visible; one that came too often is a dead letter. */
  receive(now: number, isQuiet: boolean): QueuedMessage | null {
    const visible = this.#messages.filter(({ visibleAt }) => visibleAt <= now);
    const index = this.#choose(visible.length, isQuiet);
    const message = visible[index];
    if (message === undefined) return null;
    if (message.receives >= receivesMax) {
      this.delete(message.messageId);
      this.deadLetters.push(message);
      this.#onHit('dead-letter');
      return this.receive(now, isQuiet);
    }
    message.receives += 1;
    message.visibleAt = now + visibilityMs;
    this.onVisible(message.visibleAt);
    return message;
  }

  #choose(count: number, isQuiet: boolean): number {
    if (isQuiet || count < 2 || !this.#random.chance(this.#habits.reordered)) return 0;
    this.#onHit('message-reordered');
    return this.#random.int(0, count - 1);
  }

  delete(messageId: string): void {
    this.#messages = this.#messages.filter((message) => message.messageId !== messageId);
  }

  /** Handled, but the deletion may be lost: it comes again. */
  acknowledge(messageId: string, isQuiet: boolean): void {
    if (!isQuiet && this.#random.chance(this.#habits.undeleted)) this.#onHit('message-again');
    else this.delete(messageId);
  }

  /** A person puts the dead letters back. Says how many. */
  redrive(now: number): number {
    const letters = this.deadLetters;
    this.deadLetters = [];
    for (const { messageId, body } of letters)
      this.#messages.push({ messageId: `${messageId}r`, body, visibleAt: now, receives: 0 });
    this.onVisible(now);
    return letters.length;
  }
}
