/** A way in which an answer can go wrong. */
export type Fault =
  | { readonly kind: 'throttled'; readonly retryAfterSeconds?: number }
  | { readonly kind: 'unauthorized' }
  /** 500 without any effect. */
  | { readonly kind: 'error-before' }
  /** 500 although the request took effect. */
  | { readonly kind: 'error-after' }
  /** A gateway's page instead of JSON. The request took no effect. */
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'redirect'; readonly location: string }
  /** Takes effect and never answers. */
  | { readonly kind: 'hang' }
  /** Cuts the connection before anything happens. */
  | { readonly kind: 'reset' }
  /** Takes effect; the answer ends before its announced length. */
  | { readonly kind: 'truncated' }
  | { readonly kind: 'oversized'; readonly bytes: number }
  /** Valid JSON of another shape. Takes effect. */
  | { readonly kind: 'wrong-shape'; readonly body?: unknown }
  /** Turns the rows of an unordered listing by one more at each such request. */
  | { readonly kind: 'shifted-page' };

export interface Faults {
  /** The next `times` calls of this operation (absent: of any) go wrong in this way. */
  add(fault: Fault, options?: { operationId?: string; times?: number }): void;
  /** Takes the fault for this call, the one added first. */
  take(operationId: string): Fault | null;
  clear(): void;
}

export function createFaults(): Faults {
  let planned: { fault: Fault; operationId: string | null; left: number }[] = [];
  return {
    add(fault, { operationId, times = 1 } = {}) {
      planned.push({ fault, operationId: operationId ?? null, left: times });
    },
    take(operationId) {
      const plan = planned.find((one) => one.operationId === null || one.operationId === operationId);
      if (plan === undefined) return null;
      plan.left -= 1;
      planned = planned.filter(({ left }) => left > 0);
      return plan.fault;
    },
    clear() {
      planned = [];
    },
  };
}
