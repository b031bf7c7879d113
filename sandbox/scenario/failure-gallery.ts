import type { DagDefinition } from '../airflow-model/dag-definition.ts';

const raised = 'ERROR - Task failed with exception';
const traceback = 'Traceback (most recent call last):';

/** One believable log for each failure class, by the class it should be given. */
export const galleryLogs: Readonly<Record<string, readonly string[]>> = {
  'out-of-memory': [
    raised,
    traceback,
    'MemoryError: Unable to allocate 38.2 GiB for an array with shape (5120000000,) and data type float64',
  ],
  'worker-lost': [
    "ERROR - Detected zombie job: {'full_filepath': '/usr/local/airflow/dags/gallery.py', 'msg': 'Detected as zombie'}",
  ],
  'pod-launch': [
    raised,
    traceback,
    'airflow.providers.cncf.kubernetes.utils.pod_manager.PodLaunchFailedException: Pod took too long to be scheduled on the cluster: 0/12 nodes are available: 12 Insufficient cpu.',
  ],
  'task-timeout': [raised, traceback, 'airflow.exceptions.AirflowTaskTimeout: Timeout, PID: 4711'],
  'sensor-timeout': [
    raised,
    traceback,
    'airflow.exceptions.AirflowSensorTimeout: Sensor has timed out; run duration of 3600.4 seconds exceeds the specified timeout of 3600.0.',
  ],
  connection: [raised, traceback, 'ConnectionResetError: [Errno 104] Connection reset by peer'],
  'rate-limited': [
    raised,
    traceback,
    'requests.exceptions.HTTPError: 429 Client Error: Too Many Requests for url: https://features.example/score',
  ],
  'remote-unavailable': [
    raised,
    traceback,
    'requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: https://features.example/score',
  ],
  'lock-contention': [raised, traceback, 'psycopg2.errors.DeadlockDetected: deadlock detected'],
  'resource-exhausted': [raised, traceback, 'psycopg2.OperationalError: FATAL:  sorry, too many clients already'],
  authentication: [raised, traceback, 'botocore.exceptions.NoCredentialsError: Unable to locate credentials'],
  permission: [
    raised,
    traceback,
    'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
  ],
  'missing-data': [
    raised,
    traceback,
    'botocore.errorfactory.NoSuchKey: An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.',
  ],
  'data-quality': [
    raised,
    traceback,
    'psycopg2.errors.NotNullViolation: null value in column "order_id" of relation "orders" violates not-null constraint',
  ],
  code: [
    raised,
    traceback,
    '  File "/usr/local/airflow/dags/gallery.py", line 31, in load',
    "KeyError: 'exchange_rate'",
  ],
  configuration: [
    raised,
    traceback,
    "airflow.exceptions.AirflowNotFoundException: The conn_id `warehouse` isn't defined",
  ],
  unknown: [
    'INFO - Running the script',
    'INFO - Command exited with return code 1',
    raised,
    'airflow.exceptions.AirflowException: Bash command failed. The command returned a non-zero exit code 1.',
  ],
};

/** A DAG whose tasks fail once for every class there is: what the classifier says of each can be read in the terminal. */
export const failureGallery: DagDefinition = {
  dagId: 'failure_gallery',
  owners: ['platform'],
  tasks: Object.entries(galleryLogs).map(([failureClass, log]) => ({
    taskId: failureClass.replaceAll('-', '_'),
    durationMs: 300,
    outcomes: [{ result: 'failed', how: 'exception', log }],
  })),
};
