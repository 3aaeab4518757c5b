import { expect, test } from '@jest/globals';
import type { createPrm } from '../../../adapters/prm/index.ts';
import { mistaken } from '../mistaken.ts';
import { rulesOf } from '../rules.ts';
import { PRM_CHECKS } from './checks.ts';
import { MISTAKES } from './mistakes.ts';
import { impartnerRig, type PrmRig, partnerstackRig } from './rig.ts';
import { prmWrites } from './writes.ts';

interface Vendor {
  open(create: typeof createPrm): Promise<PrmRig>;
  rules: Map<string, (rig: PrmRig) => Promise<void>>;
}
const TAKES = { repeat: 'lookup', sameRecord: true } as const;
const VENDORS: Record<string, Vendor> = {
  impartner: {
    open: (create) => impartnerRig({}, create),
    rules: rulesOf(PRM_CHECKS, prmWrites({ ...TAKES, conflicts: true, updateReads: 1 })),
  },
  partnerstack: {
    open: (create) => partnerstackRig({}, create),
    rules: rulesOf(PRM_CHECKS, prmWrites({ ...TAKES, conflicts: false, updateReads: 3 })),
  },
};

test.each(MISTAKES)('$vendor: $name', async (mistake) => {
  const wrong = await mistaken<{ createPrm: typeof createPrm }>('adapters/prm/index.ts', mistake);
  const { open, rules } = VENDORS[mistake.vendor] as Vendor;
  const rig = await open(wrong.createPrm);
  try {
    await expect(rules.get(mistake.found)?.(rig)).rejects.toThrow();
  } finally {
    await rig.close();
  }
});
