import { describe, expect, test } from '@jest/globals';
import { claimTelling, newControl } from '../../../../shared/core/incident/control.ts';

const mine = (at: number) => ({ at, notificationId: 'mine' });
const another = (at: number) => ({ at, notificationId: 'another' });
const claimed = (...claims: readonly { at: number; notificationId: string; since: number }[]) =>
  claims.reduce(
    (control, { since, ...told }) => claimTelling(control, { cause: 'pause', since }, told),
    newControl('runtime-1'),
  ).told['pause'];

describe('the telling of what holds a whole deployment', () => {
  test('is not taken again for a failure before it was told', () => {
    expect(claimed({ ...another(1_000), since: 500 }, { ...mine(2_000), since: 1_000 })).toEqual(another(1_000));
  });

  test('is taken by a later failure', () => {
    expect(claimed({ ...another(1_000), since: 500 }, { ...mine(2_000), since: 1_001 })).toEqual(mine(2_000));
  });

  test('is not moved back when its own sender takes it again with a clock that is behind', () => {
    expect(claimed({ ...mine(2_000), since: 500 }, { ...mine(1_000), since: 500 })).toEqual(mine(2_000));
  });
});
