import { composeGroup } from './grouped-alert.ts';
import type { Sender } from './sender.ts';

export const alertmanager: Sender = {
  kind: 'alertmanager',
  compose: (failed, sending) => ({ ...composeGroup(failed, sending), version: '4' }),
};
