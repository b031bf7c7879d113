import type { LambdaFunction } from './lambda-function.ts';

export interface RunningSchedule {
  stop(): Promise<void>;
}

/** Invokes a function at once and then again and again, never two at a time. What fails is not tried again: the next one does the same. */
export function startSchedule(target: LambdaFunction, everyMs: number): RunningSchedule {
  let running: Promise<unknown> | undefined;
  const tick = () => {
    if (running !== undefined) return;
    running = target.invoke({ source: 'aws.events', 'detail-type': 'Scheduled Event' }).finally(() => {
      running = undefined;
    });
  };
  tick();
  const timer = setInterval(tick, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
