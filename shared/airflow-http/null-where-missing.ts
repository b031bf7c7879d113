import { AirflowError } from '../core/airflow/airflow-error.ts';

/** Null where the API says that it is not there. */
export async function nullWhereMissing<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AirflowError && error.code === 'not-found') return null;
    throw error;
  }
}
