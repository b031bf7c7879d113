import type { AirflowModel } from '../../sandbox/airflow-model/airflow-model.ts';
import type { QuirkName } from '../../sandbox/airflow-model/quirk.ts';

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
    this.suspendWhile(() => this.#on.clear());
  }

  suspendWhile(write: () => void): void {
    this.#count();
    for (const name of this.#on.keys()) this.#model.setQuirk(name, 0);
    write();
    for (const [name, occasions] of this.#on) this.#model.setQuirk(name, occasions);
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
