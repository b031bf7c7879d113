/** A secret that stands in every failed task's log: found anywhere outside Airflow, it leaked. */
export const canary = 'CANARYk3yMustNeverLeave';

export const canaryLines = [
  `connecting with password=${canary} to postgres://etl:${canary}@warehouse/db`,
  `Authorization: Bearer ${canary}`,
  `RuntimeError: login failed for token=${canary}`,
] as const;
