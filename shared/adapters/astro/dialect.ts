import type { Dialect } from '../../airflow-http/failure.ts';

/** How the core API tells of trouble. */
export const dialect: Dialect = {
  server: 'Astro',
  helps: {
    unauthorized: 'token: it is invalid, expired or rotated; put the new value into its secret',
    forbidden:
      'the token is not allowed to do this; give it the Deployment Admin or Workspace Operator role for this deployment',
    unreachable: 'look at the network, the baseUrl and status.astronomer.io',
  },
  explain: () => null,
  quote: (requestId) => (requestId === undefined ? '' : `; quote request ${requestId} to Astronomer's support`),
};
