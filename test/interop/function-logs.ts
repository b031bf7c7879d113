import * as z from 'zod';
import type { LocalAws } from './ministack.ts';

const groups = z.object({ logGroups: z.array(z.looseObject({ logGroupName: z.string() })) });
const events = z.object({ events: z.array(z.looseObject({ message: z.string() })) });
const linesMax = 15;

/** The last lines that each function wrote, but for Lambda's own: what a failed run is explained by. */
export async function readFunctionLogs(aws: LocalAws): Promise<string[]> {
  const { logGroups } = groups.parse(await aws.call('logs', 'describe_log_groups', {}));
  const names = logGroups.map(({ logGroupName }) => logGroupName);
  const answers = await aws.calls(names.map((logGroupName) => ['logs', 'filter_log_events', { logGroupName }]));
  return names.flatMap((name, index) => {
    const lines = events.parse(answers[index]).events.map(({ message }) => message.trimEnd());
    return [name, ...lines.filter((line) => line.startsWith('{"level"')).slice(-linesMax)];
  });
}
