import Table from 'cli-table3';
import colors from 'yoctocolors';
import type { Call } from '../api-host/call.ts';
import { renderEvent } from './render-event.ts';
import type { View } from './view.ts';

/** The live view for a person: a line for each thing that happens, then a table. */
export function createTerminalView(write: (line: string) => void): View {
  const startedAt = Date.now();
  const put = (text: string) =>
    write(`${colors.dim(`${((Date.now() - startedAt) / 1_000).toFixed(1).padStart(6)}s`)} ${text}`);
  return {
    ready({ ingestUrl, astroUrl, curl }) {
      write('');
      write(
        `  Alerts are taken at ${colors.underline(ingestUrl)}${astroUrl === null ? '' : `, the simulated Astro is ${colors.underline(astroUrl)}`}`,
      );
      for (const line of curl) write(colors.dim(`  ${line}`));
      write('');
    },
    note: (text) => put(colors.italic(text)),
    event(event) {
      const line = renderEvent(event);
      if (line !== null) put(line);
    },
    call(call) {
      if (isWrite(call))
        put(
          colors.dim(
            `${''.padEnd(34)} called     ${call.method} ${call.operationId} → ${call.status} (${call.touched.length} touched, ${call.ms.toFixed(0)} ms)`,
          ),
        );
    },
    stray: (line, functionName) => put(colors.red(`${functionName}: ${line}`)),
    summary(rows) {
      const table = new Table({
        head: ['', 'DAG', 'what happened', 'outcome', 'writes', 'told'],
        style: { head: [], border: [] },
      });
      for (const { dagId, story, outcome, isAsExpected, writes, told } of rows) {
        table.push([isAsExpected ? colors.green('✓') : colors.red('✗'), dagId, story, outcome, writes, told]);
      }
      write('');
      write(table.toString());
    },
  };
}

/** Reads are many; a person wants to see what changes Airflow. */
function isWrite({ isDryRun, method }: Call): boolean {
  return method !== 'GET' && isDryRun !== true;
}
