import { createHash } from 'node:crypto';

/** All that happened in one simulation, one line each, in order. Two processes write the same lines for the same seed. */
export class Trace {
  readonly lines: string[] = [];
  readonly #startAt: number;

  constructor(startAt: number) {
    this.#startAt = startAt;
  }

  write(now: number, text: string): void {
    this.lines.push(`${((now - this.#startAt) / 1_000).toFixed(3).padStart(10)}  ${text}`);
  }

  digest(): string {
    return createHash('sha256').update(this.lines.join('\n')).digest('hex').slice(0, 16);
  }
}
