import type { Call } from '../api-host/call.ts';
import type { FunctionEvent } from './function-line.ts';

/** Where the sandbox shows what happens: a person's terminal, or JSON lines for a program. */
export interface View {
  ready(about: Ready): void;
  /** Something the sandbox itself did or was told. */
  note(text: string): void;
  event(event: FunctionEvent): void;
  call(call: Call): void;
  /** A line that no part of the product means to print: the runtime's, or a crash. */
  stray(line: string, functionName: string): void;
  summary(rows: readonly SummaryRow[]): void;
}

export interface Ready {
  readonly ingestUrl: string;
  /** The simulated Astro, where there is one. */
  readonly astroUrl: string | null;
  /** Per source, a line that posts an alert. */
  readonly curl: readonly string[];
}

export interface SummaryRow {
  readonly dagId: string;
  readonly story: string;
  readonly outcome: string;
  readonly isAsExpected: boolean;
  readonly writes: number;
  readonly told: number;
}
