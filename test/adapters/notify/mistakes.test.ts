import { expect, test } from '@jest/globals';
import type { createNotify } from '../../../adapters/notify/index.ts';
import { mistaken } from '../mistaken.ts';
import { MISTAKES } from './mistakes.ts';
import { NOTIFY_RULES, type NotifyRig } from './notify-contract.ts';
import { outboxRig, smtpRig } from './rig.ts';

const OPEN: Record<string, (create: typeof createNotify) => Promise<NotifyRig>> = {
  smtp: smtpRig,
  outbox: outboxRig,
};

test.each(MISTAKES)('$vendor: $name', async (mistake) => {
  const wrong = await mistaken<{ createNotify: typeof createNotify }>('adapters/notify/index.ts', mistake);
  const rig = await OPEN[mistake.vendor]?.(wrong.createNotify);
  try {
    await expect(NOTIFY_RULES[mistake.found]?.(rig as NotifyRig)).rejects.toThrow();
  } finally {
    await rig?.close();
  }
});
