/** A request as an operation gets it. `Target`: the Airflow that it addresses. */
export interface HostedRequest<Target> {
  readonly target: Target;
  readonly path: PathParameters;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined without one. */
  readonly body: unknown;
  readonly now: number;
  /** How far unordered pages have shifted. */
  readonly shift: number;
}

/** Path parameters by name, percent-decoded once. */
export type PathParameters = Readonly<Record<string, string>>;

export interface Outcome {
  readonly body: unknown;
  /** Default: 200. */
  readonly status?: number;
  /** For whoever watches. */
  readonly isDryRun?: boolean;
  /** The task instances that a write touched or would touch. */
  readonly touched?: readonly Touched[];
}

export interface Touched {
  readonly dagId: string;
  readonly dagRunId: string;
  readonly taskId: string;
  readonly mapIndex: number;
}

/** One operation of an API: where it is, and what it answers. Throws `ApiError`. */
export interface HostedOperation<Target> {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** The whole path without its first slash; names in braces are path parameters. */
  readonly template: string;
  answer(request: HostedRequest<Target>): Outcome | Promise<Outcome>;
}

/** A parameter that the template promises. */
export function parameter(path: PathParameters, name: string): string {
  const value = path[name];
  if (value === undefined) throw new TypeError(`the path template has no ${name}`);
  return value;
}
