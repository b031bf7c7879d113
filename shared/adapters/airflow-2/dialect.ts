import type { Dialect } from '../../airflow-http/failure.ts';

/** How Airflow 2 tells of trouble. */
export const dialect: Dialect = {
  server: 'Airflow',
  helps: {
    unauthorized: 'credentials: they are wrong, expired or rotated; put the new ones into their secret',
    forbidden:
      'not allowed: the user needs the role Op; Airflow 2 answers wrong credentials in the same way, so look at them too',
    unreachable: 'look at the network and the baseUrl',
  },
  explain: () => null,
  quote: () => '',
};
