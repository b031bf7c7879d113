import { type FunctionDefinition, FunctionProcess, type InvocationResult } from './function-process.ts';

/** One deployed function: as many execution environments as are needed at once, kept warm between invocations. */
export interface LambdaFunction {
  readonly name: string;
  invoke(event: unknown): Promise<InvocationResult>;
  /** New invocations run in new environments, as after a deploy: what runs, ends as it began. */
  recycle(): void;
  /** Kills every environment that works at this moment. Says how many. */
  killBusy(): number;
  stop(): Promise<void>;
}

/** Starts nothing yet: the first invocation is a cold start. */
export function createLambdaFunction(definition: FunctionDefinition, onLine: (line: string) => void): LambdaFunction {
  let idle: FunctionProcess[] = [];
  const busy = new Set<FunctionProcess>();
  const all = new Set<FunctionProcess>();
  let generation = 0;
  const acquire = async (): Promise<FunctionProcess> => {
    const warm = idle.pop();
    if (warm?.isAlive === true) return warm;
    const cold = new FunctionProcess(definition, onLine);
    all.add(cold);
    await cold.start();
    return cold;
  };
  return {
    name: definition.name,
    async invoke(event) {
      const own = generation;
      const environment = await acquire();
      busy.add(environment);
      const result = await environment.invoke(JSON.stringify(event));
      busy.delete(environment);
      if (environment.isAlive && own === generation) idle.push(environment);
      else {
        all.delete(environment);
        environment.kill();
      }
      return result;
    },
    recycle() {
      generation += 1;
      for (const environment of idle) {
        all.delete(environment);
        environment.kill();
      }
      idle = [];
    },
    killBusy() {
      for (const environment of busy) environment.kill();
      return busy.size;
    },
    async stop() {
      await Promise.all([...all].map((environment) => environment.stop()));
    },
  };
}
