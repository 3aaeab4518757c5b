import { expect, test } from '@jest/globals';
import type { createCrm } from '../../../adapters/crm/index.ts';
import { mistaken } from '../mistaken.ts';
import { MISTAKES } from './mistakes.ts';
import { type CrmRig, hubspotRig, salesforceRig } from './rig.ts';
import { crmRules } from './rules.ts';
import { crmWrites } from './writes.ts';

const TAKES = { repeat: 'upsert', sameRecord: true } as const;
interface Vendor {
  open(create: typeof createCrm): Promise<CrmRig>;
  rules: ReturnType<typeof crmRules>;
}
const VENDORS: Record<string, Vendor> = {
  hubspot: {
    open: (create) => hubspotRig({}, true, create),
    rules: crmRules(crmWrites({ ...TAKES, contactReads: 1, ownKey: 'upsertContact' })),
  },
  salesforce: {
    open: (create) => salesforceRig({}, create),
    rules: crmRules(crmWrites({ ...TAKES, contactReads: 2 })),
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
