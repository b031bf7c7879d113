/** A release of Airflow that is tried, and how it is installed. */
export interface Release {
  readonly version: string;
  readonly kind: 'airflow-2' | 'airflow-3';
  readonly packages: readonly string[];
  /** Resolve as of this day: with the newest of everything, old releases break. */
  readonly excludeNewer: string | null;
  readonly pythons: readonly string[];
  readonly needsPostgres: boolean;
}

export const releases: readonly Release[] = [
  {
    version: '3.3.2',
    kind: 'airflow-3',
    packages: ['apache-airflow==3.3.2', 'psycopg2-binary', 'asyncpg'],
    excludeNewer: null,
    pythons: ['python3.12', 'python3.11', 'python3.13', 'python3.10', 'python3'],
    needsPostgres: false,
  },
  {
    version: '2.11.2',
    kind: 'airflow-2',
    packages: ['apache-airflow==2.11.2', 'psycopg2-binary'],
    excludeNewer: '2026-04-01',
    pythons: ['python3.11', 'python3.12', 'python3.10', 'python3.9', 'python3'],
    needsPostgres: true,
  },
];
