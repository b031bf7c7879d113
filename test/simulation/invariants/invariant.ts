import type { Happening } from '../happening.ts';
import type { SimulatedWorld } from '../world.ts';

/** Something that must hold in every world. Made anew for each; its docstring says precisely what it means. */
export interface Invariant {
  readonly name: string;
  see(happening: Happening, world: SimulatedWorld, violated: (what: string) => void): void;
}
