import { expect, test } from '@jest/globals';
import type { createPrm } from '../../../adapters/prm/index.ts';
import { createStaff } from '../../../adapters/staff/index.ts';
import { type Mistake, mistaken } from '../mistaken.ts';
import { STAFF_RULES, type StaffRig } from '../staff-contract.ts';
import { MISTAKES } from './mistakes.ts';
import { mailRig, slackRig, slackWithMetadataRig, tasksRig } from './rig.ts';

const STAFF = 'adapters/staff/index.ts';
const PRM = 'adapters/prm/index.ts';
type Staff = { createStaff: typeof createStaff };
type Prm = { createPrm: typeof createPrm };

const OPEN: Record<string, (mistake: Mistake) => Promise<StaffRig>> = {
  mail: async (mistake) => mailRig(await mistaken<Staff>(STAFF, mistake)),
  slack: async (mistake) => slackRig(await mistaken<Staff>(STAFF, mistake)),
  'slack that shows metadata': async (mistake) => slackWithMetadataRig(await mistaken<Staff>(STAFF, mistake)),
  prm: async (mistake) => tasksRig({ createStaff, ...(await mistaken<Prm>(PRM, mistake)) }),
};

test.each(MISTAKES)('$vendor: $name', async (mistake) => {
  const rig = await OPEN[mistake.vendor]?.(mistake);
  try {
    await expect(STAFF_RULES[mistake.found]?.(rig as StaffRig)).rejects.toThrow();
  } finally {
    await rig?.close();
  }
});
