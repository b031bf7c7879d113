import colors from 'yoctocolors';
import type { FunctionEvent } from './function-line.ts';

/** One line of the live view: what happened to what, in words. Null: not worth a line. */
export function renderEvent(event: FunctionEvent): string | null {
  const render = Object.hasOwn(renderers, event.event) ? renderers[event.event] : undefined;
  const text = render?.(event) ?? null;
  if (text === null) return null;
  const subject = [event.dagId, event.taskId].filter((part) => part !== null).join(' / ');
  return `${colors.bold(subject.padEnd(subjectWidth))} ${text}`;
}

const subjectWidth = 34;

type Render = (event: FunctionEvent) => string | null;

const renderers: Readonly<Record<string, Render>> = {
  'report-accepted': ({ facts }) => `${colors.cyan('alert')}      from ${text(facts['source'])}`,
  'delivery-replayed': ({ facts }) =>
    colors.dim(`alert      from ${text(facts['source'])}, delivered before: answered alike`),
  'replay-cache-away': ({ facts }) =>
    `${colors.yellow('trouble')}    a copy of an alert would not be known: ${text(facts['detail'])}`,
  'request-refused': ({ facts }) => `${colors.yellow('refused')}    ${text(facts['status'])}: ${text(facts['reason'])}`,
  'run-discovered': () => `${colors.cyan('found')}      a failed run that no alert told of`,
  'hint-covered': () => colors.dim('alert      covered by a look that has begun'),
  'hint-noted': ({ facts }) => colors.dim(`alert      ${text(facts['reason'])}`),
  'case-decided': renderDecision,
  'write-proved': ({ facts }) =>
    colors.dim(`proved     the preview equals the intent: ${text(facts['touched'])} task instance(s)`),
  'write-refused': ({ facts }) => `${colors.yellow('refused')}    ${text(facts['reason'])}`,
  'write-sent': ({ facts }) => `${colors.magenta('wrote')}      ${text(facts['action'])} ${list(facts['taskIds'])}`,
  'write-unknown': ({ facts }) => `${colors.yellow('unknown')}    whether the write happened: ${text(facts['detail'])}`,
  'effect-wider': ({ facts }) => `${colors.red('wider')}      than its proof: ${text(facts['difference'])}`,
  'airflow-trouble': ({ facts }) => `${colors.yellow('trouble')}    ${text(facts['detail'])}`,
  'discovery-failed': ({ facts }) => `${colors.yellow('trouble')}    ${text(facts['detail'])}`,
  'look-deferred': ({ facts }) => colors.dim(`deferred   ${text(facts['reason'])}`),
  'look-ended': ({ facts }) => colors.dim(`waits      ${text(facts['reason'])}`),
  'incident-closed': renderClosing,
  told: ({ facts }) => `${colors.yellow('told')}       ${text(facts['channel'])}`,
  'telling-failed': ({ facts }) => `${colors.red('not told')}   ${text(facts['detail'])}`,
  'message-parked': ({ facts }) => `${colors.red('parked')}     ${text(facts['reason'])}`,
  'message-failed': ({ facts }) => `${colors.red('failed')}     ${text(facts['error'])}`,
  'deployment-closed': ({ facts }) => `${colors.red('closed')}     after repeated trouble: ${text(facts['code'])}`,
  'deployment-paused': ({ facts }) => `${colors.red('paused')}     ${text(facts['reason'])}`,
  'token-expiring': ({ facts }) => `${colors.yellow('token')}      ends in ${text(facts['daysLeft'])} day(s)`,
};

function renderDecision({ facts }: FunctionEvent): string | null {
  const { next, reason, rule, failureClass, decidingLine } = facts;
  if (next === 'watch') return null;
  const because = typeof rule === 'string' && !text(reason).includes(rule) ? ` · rule "${rule}"` : '';
  const why =
    typeof failureClass === 'string'
      ? colors.dim(` · ${failureClass}${typeof decidingLine === 'string' ? `: ${decidingLine.trim().slice(-80)}` : ''}`)
      : '';
  return `${colors.blue('decided')}    ${text(next)}: ${text(reason)}${because}${why}`;
}

function renderClosing({ facts }: FunctionEvent): string {
  const outcome = text(facts['outcome']);
  const isGood = outcome === 'remedied' || outcome === 'recovered';
  return `${isGood ? colors.green(outcome.padEnd(10)) : colors.yellow(outcome.padEnd(10))} ${text(facts['reason'])}`;
}

function text(fact: unknown): string {
  return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : '';
}

function list(fact: unknown): string {
  return Array.isArray(fact) ? fact.map(text).join(', ') : '';
}
