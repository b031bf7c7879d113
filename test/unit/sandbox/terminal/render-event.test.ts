import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { parseFunctionLine } from '../../../../sandbox/terminal/function-line.ts';
import { renderEvent } from '../../../../sandbox/terminal/render-event.ts';

const shown = (logged: object): string | null => {
  const event = parseFunctionLine(JSON.stringify(logged));
  const line = event === null ? null : renderEvent(event);
  return line === null ? null : stripVTControlCharacters(line).trim();
};

test.each([
  ['a copy of a delivery', { event: 'delivery-replayed', source: 'grafana' }, /from grafana, delivered before/],
  [
    'a replay cache that is away',
    { event: 'replay-cache-away', source: 'grafana', detail: 'it did not answer GetItem' },
    /a copy of an alert would not be known: it did not answer GetItem/,
  ],
  [
    'an alert, with what it is about',
    { event: 'report-accepted', source: 'ours', dagId: 'etl', taskId: 'load' },
    /^etl \/ load +alert/,
  ],
])('the live view shows %s', (_what, logged, line) => {
  expect(shown(logged)).toMatch(line);
});

test.each([
  ['what nobody needs to read', { event: 'look-began' }],
  ['an event of another name', { event: 'constructor' }],
])('the live view leaves out %s', (_what, logged) => {
  expect(shown(logged)).toBeNull();
});
