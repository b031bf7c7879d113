import type { Answer } from '../airflow-model/answer.ts';
import { ApiError } from './api-error.ts';

const statuses = { 'bad-request': 400, 'not-found': 404, conflict: 409 } as const;

/** The value of the model's answer. A write that is delayed looks like a gateway that gave up waiting. */
export function settleAnswer<Value>(answer: Answer<Value>): Value {
  if (answer.kind === 'answered') return answer.value;
  if (answer.kind === 'delayed') throw new ApiError(504, 'The upstream server did not answer in time');
  throw new ApiError(statuses[answer.reason], answer.message);
}
