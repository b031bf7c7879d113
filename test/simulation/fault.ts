import { AirflowError, type AirflowErrorCode, type Executed } from '../../shared/core/airflow/airflow-error.ts';
import { LedgerError } from '../../shared/ports/ledger.ts';
import { NotifierError } from '../../shared/ports/notifier.ts';
import { QueueError } from '../../shared/ports/queue.ts';

export type PortName = 'airflow' | 'ledger' | 'notifier' | 'queue' | 'parking';

/** What can go wrong with one port call. */
export const callFaultNames = [
  'crash-before-effect',
  'crash-after-effect',
  'crash-after-answer',
  'frozen',
  'slow',
  'unreachable-before-effect',
  'timeout-after-effect',
  'throttled',
  'server-error',
  'server-error-after-effect',
  'conflict-after-effect',
  'unauthorized',
  'shifting-listing',
  'stale-index',
] as const;
export type CallFaultName = (typeof callFaultNames)[number];

/** One call of one port by one process. */
export interface PortCall {
  readonly port: PortName;
  readonly operation: string;
  readonly isWrite: boolean;
}

/** How a fault shows: whether the effect takes place, and what the caller sees. */
export interface FaultEffect {
  readonly takesEffect: boolean;
  readonly dies: 'before' | 'after-effect' | 'after-answer' | null;
  readonly error: Error | null;
}

const none: FaultEffect = { takesEffect: true, dies: null, error: null };

/** The faults that a call of this port can meet. */
export function faultsOf({ port, operation, isWrite }: PortCall): CallFaultName[] {
  const everywhere: CallFaultName[] = [
    'crash-before-effect',
    'crash-after-effect',
    'crash-after-answer',
    'frozen',
    'slow',
    'unreachable-before-effect',
    'timeout-after-effect',
    'throttled',
  ];
  if (port === 'airflow') everywhere.push('server-error', 'unauthorized');
  if (port === 'airflow' && isWrite) everywhere.push('server-error-after-effect', 'conflict-after-effect');
  if (operation === 'listTaskInstances') everywhere.push('shifting-listing');
  if (operation === 'listDue') everywhere.push('stale-index');
  return everywhere;
}

export function effectOf(fault: CallFaultName, call: PortCall): FaultEffect {
  switch (fault) {
    case 'crash-before-effect':
      return { ...none, takesEffect: false, dies: 'before' };
    case 'crash-after-effect':
      return { ...none, dies: 'after-effect' };
    case 'crash-after-answer':
      return { ...none, dies: 'after-answer' };
    case 'frozen':
    case 'slow':
    case 'stale-index':
      return none;
    case 'unreachable-before-effect':
      return failing(call, 'unreachable', { takesEffect: false, executed: 'unknown' });
    case 'timeout-after-effect':
      return failing(call, 'timed-out', { takesEffect: true, executed: 'unknown' });
    case 'throttled':
      return failing(call, 'throttled', { takesEffect: false, executed: 'no' });
    case 'server-error':
      return failing(call, 'server-error', { takesEffect: false, executed: 'unknown' });
    case 'server-error-after-effect':
      return failing(call, 'server-error', { takesEffect: true, executed: 'unknown' });
    case 'conflict-after-effect':
      return failing(call, 'conflict', { takesEffect: true, executed: 'unknown' });
    case 'unauthorized':
      return failing(call, 'unauthorized', { takesEffect: false, executed: 'no' });
    case 'shifting-listing':
      return failing(call, 'shifting-listing', { takesEffect: false, executed: 'no' });
  }
}

function failing(
  call: PortCall,
  code: AirflowErrorCode,
  { takesEffect, executed }: { takesEffect: boolean; executed: Executed },
): FaultEffect {
  return { takesEffect, dies: null, error: errorOf(call, code, executed) };
}

/** The typed error that the port promises. */
export function errorOf({ port, operation }: PortCall, code: AirflowErrorCode, executed: Executed): Error {
  const message = `${operation}: ${code}`;
  switch (port) {
    case 'airflow':
      return new AirflowError({ code, operation, deployment: 'production', message, executed });
    case 'ledger':
      return new LedgerError(code === 'throttled' ? 'throttled' : 'unreachable', message);
    case 'notifier':
      return new NotifierError(message);
    case 'queue':
    case 'parking':
      return new QueueError(message);
  }
}
