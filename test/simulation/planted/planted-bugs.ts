/** A bug, as an edit of the shipped source: the text must stand there exactly once. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
  /** Seeds that are known to catch it, for a quick check; `npm run simulate:planted -- --fresh` looks for them anew. */
  readonly seeds: readonly number[];
}

/** What the simulation must notice. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'skip the compare-and-swap',
    edits: [{ file: 'shared/look/send-write.ts', find: "if (swap.kind === 'conflict') {", replace: 'if (false) {' }],
    seeds: [185],
  },
  {
    name: 'trust the alert',
    edits: [
      {
        file: 'shared/look/look.ts',
        find: 'const truth = await observeRun(world.airflow, begun.item.run, now);',
        replace: `const seen = await observeRun(world.airflow, begun.item.run, now);
  const isAlerted = (taskId) => begun.item.hints.taskIds.includes(taskId);
  const truth = { ...seen, taskInstances: seen.taskInstances.map((one) => (isAlerted(one.taskId) ? { ...one, state: 'failed' } : one)) };`,
      },
    ],
    seeds: [1],
  },
  {
    name: 'act in up_for_retry',
    edits: [
      {
        file: 'shared/core/airflow/task-instance.ts',
        find: "return taskInstance.state === 'failed';",
        replace: "return taskInstance.state === 'failed' || taskInstance.state === 'up_for_retry';",
      },
      {
        file: 'shared/core/guardrails/native-retries.ts',
        find: 'if (reading.value === 0) {',
        replace: 'if (reading.value >= 0) {',
      },
    ],
    seeds: [4],
  },
  {
    name: 'count clears instead of tries',
    edits: [
      {
        file: 'shared/core/incident/count-tries.ts',
        find: 'return (tries.retries ?? root.maxTries) + 1;',
        replace: 'return 1;',
      },
    ],
    seeds: [23],
  },
  {
    name: 'drop the re-look',
    edits: [
      {
        file: 'shared/core/decide/conclude-incident.ts',
        find: 'return incident.hints.lastReceivedAt + settings.freshHintMs;',
        replace: 'return 0;',
      },
      {
        file: 'shared/core/decide/conclude-incident.ts',
        find: 'closing.runEndedAt === null ? input.now + input.settings.freshHintMs : null',
        replace: 'null',
      },
    ],
    seeds: [1815],
  },
  {
    name: 'forget onlyFailed',
    edits: [{ file: 'shared/adapters/astro/write-flags.ts', find: 'onlyFailed: true,', replace: 'onlyFailed: false,' }],
    seeds: [2],
  },
  {
    name: 'repeat an intent in flight',
    edits: [
      {
        file: 'shared/core/incident/intent.ts',
        find: "return seen.now < intent.settleBy ? 'pending' : 'not-happened';",
        replace: "return 'not-happened';",
      },
    ],
    seeds: [128],
  },
  {
    name: 'judge the fingerprint on descendants',
    edits: [
      {
        file: 'shared/core/incident/intent.ts',
        find: ': hasMoved(intent.tasks, seen.taskInstances);',
        replace: `: !seen.taskInstances.some(
          ({ taskId, state }) =>
            intent.tasks.some((task) => task.taskId === taskId) && (state === 'failed' || state === 'upstream_failed'),
        );`,
      },
    ],
    seeds: [6],
  },
  {
    name: 'write a blocked task shared with another failed one',
    edits: [{ file: 'shared/look/prove.ts', find: ' && !shared.taskIds.has(taskId)', replace: '' }],
    seeds: [22],
  },
  {
    name: 'age rule off',
    edits: [{ file: 'shared/core/guardrails/age.ts', find: 'if (failedAt.value >= newest.at)', replace: 'if (true)' }],
    seeds: [50],
  },
  {
    name: 'charge after the send',
    edits: [
      {
        file: 'shared/look/send-write.ts',
        find: 'if (!(await charge(intent, input, world))) {',
        replace: 'if (false) {',
      },
      {
        file: 'shared/look/send-write.ts',
        find: 'if (world.clock() <= intent.sendBy) await send(intent, proved, { recorded, truth: input.truth }, world);',
        replace: `if (world.clock() <= intent.sendBy) await send(intent, proved, { recorded, truth: input.truth }, world);
  await charge(intent, input, world);`,
      },
    ],
    seeds: [51],
  },
  {
    name: 'accept a wider preview',
    edits: [
      {
        file: 'shared/look/prove.ts',
        find: "if (comparison.kind === 'wider') return wider(comparison.difference);",
        replace: '',
      },
    ],
    seeds: [76],
  },
  {
    name: "don't pause on a wider effect",
    edits: [
      {
        file: 'shared/look/send-write.ts',
        find: "comparison.kind === 'wider' && (await pauseForWiderEffect(recorded, comparison.difference, world))",
        replace: 'false',
      },
    ],
    seeds: [36],
  },
  {
    name: 'notify twice',
    edits: [
      {
        file: 'shared/core/incident/outbox.ts',
        find: 'return [...outbox, ...messages.filter(',
        replace: 'return [...outbox, ...messages, ...messages.filter(',
      },
    ],
    seeds: [2],
  },
  {
    name: 'forget tellBy',
    edits: [
      {
        file: 'shared/core/decide/telling.ts',
        find: 'if (one.toldAt !== null || input.now < tellBy(input, one)) return false;',
        replace: 'if (true) return false;',
      },
    ],
    seeds: [21],
  },
  {
    name: 'send after its time',
    edits: [
      {
        file: 'shared/look/send-write.ts',
        find: 'if (world.clock() <= intent.sendBy) await send(',
        replace: 'await send(',
      },
    ],
    seeds: [188],
  },
  {
    name: 'judge a pause only when deciding',
    edits: [
      {
        file: 'shared/core/guardrails/stack.ts',
        find: 'const judgedAgain: readonly Guardrail[] = [pause, ',
        replace: 'const judgedAgain: readonly Guardrail[] = [',
      },
    ],
    seeds: [102],
  },
  {
    name: 're-run what is protected below',
    edits: [
      {
        file: 'shared/core/decide/protected-below.ts',
        find: 'if (place !== null) return',
        replace: 'if (false) return',
      },
    ],
    seeds: [5],
  },
  {
    name: 'clear what a person marked',
    edits: [{ file: 'shared/core/guardrails/person.ts', find: 'if (reading.value === null)', replace: 'if (true)' }],
    seeds: [40],
  },
  {
    name: 'watch for ever',
    edits: [
      {
        file: 'shared/core/decide/decide-case.ts',
        find: 'if (input.now >= deadlineOf(input, one)) return giveUp(',
        replace: 'if (false) return giveUp(',
      },
    ],
    seeds: [51],
  },
  {
    name: 'forget to come back after trouble',
    edits: [
      {
        file: 'shared/look/trouble.ts',
        find: '{ ...incident, trouble, story, dueAt: nextLookAt },',
        replace: '{ ...incident, trouble, story, dueAt: null },',
      },
    ],
    seeds: [31],
  },
  {
    name: 'keep a secret in the clear',
    edits: [
      {
        file: 'shared/core/classify/redact.ts',
        find: 'export function redact(text: string): string {',
        replace: `export function redact(text: string): string {
  if (text !== '') return text;`,
      },
    ],
    seeds: [2],
  },
];
