import type { Happening } from '../happening.ts';
import type { SimulatedWorld } from '../world.ts';
import type { Chronicle } from './chronicle.ts';

/** Something that must hold in every world. Made anew for each; its docstring says precisely what it means. */
export interface Invariant {
  readonly name: string;
  see(happening: Happening, context: Context): void;
}

export interface Context {
  readonly world: SimulatedWorld;
  readonly chronicle: Chronicle;
  violated(what: string): void;
}
