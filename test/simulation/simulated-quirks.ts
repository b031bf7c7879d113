import type { AirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import type { QuirkName } from '../../sandbox/airflow-model/quirk.ts';

/** What the API does to the requests of its client; the others are Airflow's own, whoever asks. */
const ofApi: ReadonlySet<QuirkName> = new Set([
  'clear-ignores-run',
  'clear-ignores-task-ids',
  'clear-ignores-map-index',
  'clear-wider-than-preview',
  'clear-answer-empty',
  'write-late',
]);

/** The model's quirks, switched on for some occasions, and off while a person writes: how often each showed is counted. */
export class SimulatedQuirks {
  readonly #model: AirflowModel;
  readonly #onHit: (name: QuirkName, times: number) => void;
  readonly #on = new Map<QuirkName, number>();

  constructor(model: AirflowModel, onHit: (name: QuirkName, times: number) => void) {
    this.#model = model;
    this.#onHit = onHit;
  }

  switchOn(name: QuirkName, occasions: number): void {
    this.#count();
    this.#set(name, occasions);
  }

  switchOff(): void {
    this.#count();
    for (const name of this.#on.keys()) this.#model.setQuirk(name, 0);
    this.#on.clear();
  }

  suspendWhile(write: () => void): void {
    this.#count();
    const suspended = [...this.#on].filter(([name]) => ofApi.has(name));
    for (const [name] of suspended) {
      this.#model.setQuirk(name, 0);
      this.#on.delete(name);
    }
    write();
    this.#count();
    for (const [name, occasions] of suspended) this.#set(name, occasions);
  }

  #set(name: QuirkName, occasions: number): void {
    this.#on.set(name, occasions);
    this.#model.setQuirk(name, occasions);
  }

  #count(): void {
    if (this.#on.size === 0) return;
    const { quirks } = this.#model.snapshot();
    for (const [name, before] of this.#on) {
      const left = quirks[name] ?? 0;
      if (left < before) this.#onHit(name, before - left);
      this.#on.set(name, left);
    }
  }
}
