import { Heap } from '../../sandbox/airflow-model/heap.ts';

interface Moment {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/** A clock that only moves from one event to the next. What happens at the same time happens in the order in which it was asked for. */
export class VirtualTime {
  now: number;
  readonly #moments = new Heap<Moment>(isBefore);
  #asked = 0;

  constructor(startAt: number) {
    this.now = startAt;
  }

  /** Never in the past. */
  at(time: number, happen: () => void): void {
    this.#moments.add({ at: Math.max(time, this.now), order: this.#asked, happen });
    this.#asked += 1;
  }

  after(ms: number, happen: () => void): void {
    this.at(this.now + ms, happen);
  }

  /** Lets everything happen until `endAt`. `other` is a world that changes by itself, such as the model of Airflow. */
  async runUntil(endAt: number, other: { nextChangeAt(): number | null; advance(now: number): void }): Promise<void> {
    for (;;) {
      const nextAt = this.#moments.first()?.at ?? Number.POSITIVE_INFINITY;
      const otherAt = other.nextChangeAt() ?? Number.POSITIVE_INFINITY;
      const time = Math.min(nextAt, otherAt);
      if (time > endAt) break;
      this.now = Math.max(this.now, time);
      if (otherAt <= nextAt) {
        other.advance(this.now);
        continue;
      }
      this.#moments.takeFirst()?.happen();
      await microtasksDone();
    }
    this.now = endAt;
  }
}

function isBefore(left: Moment, right: Moment): boolean {
  return left.at === right.at ? left.order < right.order : left.at < right.at;
}

/** Every continuation that an event set free has run when this resolves: Node empties the microtask queue before it turns to immediates. */
function microtasksDone(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
