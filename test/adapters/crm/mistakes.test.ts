import { expect, test } from '@jest/globals';
import type { createCrm } from '../../../adapters/crm/index.ts';
import { mistaken } from '../mistaken.ts';
import { rulesOf } from '../rules.ts';
import { CRM_CHECKS } from './checks.ts';
import { MISTAKES } from './mistakes.ts';
import { type CrmRig, hubspotRig, salesforceRig } from './rig.ts';
import { crmWrites } from './writes.ts';

const TAKES = { repeat: 'upsert', sameRecord: true } as const;
interface Vendor {
  open(create: typeof createCrm): Promise<CrmRig>;
  rules: Map<string, (rig: CrmRig) => Promise<void>>;
}
const VENDORS: Record<string, Vendor> = {
  hubspot: {
    open: (create) => hubspotRig({}, true, create),
    rules: rulesOf(CRM_CHECKS, crmWrites({ ...TAKES, contactReads: 1, ownKey: 'upsertContact' })),
  },
  salesforce: {
    open: (create) => salesforceRig({}, create),
    rules: rulesOf(CRM_CHECKS, crmWrites({ ...TAKES, contactReads: 2 })),
  },
};

test.each(MISTAKES)('$vendor: $name', async (mistake) => {
  const wrong = await mistaken<{ createCrm: typeof createCrm }>('adapters/crm/index.ts', mistake);
  const { open, rules } = VENDORS[mistake.vendor] as Vendor;
  const rig = await open(wrong.createCrm);
  try {
    await expect(rules.get(mistake.found)?.(rig)).rejects.toThrow();
  } finally {
    await rig.close();
  }
});
