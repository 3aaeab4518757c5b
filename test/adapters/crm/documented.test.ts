import { describe, expect, test } from '@jest/globals';
import { call, faultOf } from '../contract.ts';
import { writeContract } from '../write-contract.ts';
import { CRM_CHECKS } from './checks.ts';
import { mooringsRig } from './moorings-rig.ts';

/** The second worked example of docs/adding-a-vendor.md, a CRM without an upsert, against the rules of all. */

const account = { externalId: "o'neill.inc", name: "O'Neill & Söhne 'GmbH'", domain: 'oneill.inc' };
const contact = { externalId: 'ct-77', email: 'it@oneill.inc', accountExternalId: 'earlier.example' };
const opportunity = {
  ...{ externalId: 'email-4f/2a', name: 'Acme – 50 seats', amount: '1200.50', currency: 'EUR' },
  ...{ closeDate: '2027-02-01', accountExternalId: 'earlier.example', partnerId: '7001' },
  ...{ tags: ['size:large', 'product:backup'], competitor: 'Initech' },
};

writeContract(
  mooringsRig,
  [
    {
      name: 'upsertAccount',
      write: (port) => port.writes.upsertAccount,
      repeat: 'lookup',
      reads: 2,
      payload: account,
      changed: { ...account, name: 'O’Neill GmbH', domain: 'oneill.example' },
    },
    {
      name: 'upsertContact',
      write: (port) => port.writes.upsertContact,
      repeat: 'lookup',
      reads: 2,
      payload: contact,
      changed: { ...contact, email: 'office@oneill.inc' },
    },
    {
      name: 'upsertOpportunity',
      write: (port) => port.writes.upsertOpportunity,
      repeat: 'lookup',
      reads: 2,
      payload: opportunity,
      changed: { ...opportunity, amount: '900', partnerId: null, tags: [], competitor: null },
    },
  ],
  true,
);

/** Without the ledger nothing keeps two workers apart: only-one.test.ts shows it with the ledger. */
const LEDGERED = 'two workers that begin at the same moment make one account';

test.each(CRM_CHECKS.filter(({ name }) => name !== LEDGERED))('$name', async ({ run }) => {
  const rig = await mooringsRig();
  try {
    await run(rig);
  } finally {
    await rig.close();
  }
});

describe('what a call costs', () => {
  test('a search takes four units of the second and of the day, anything else one', async () => {
    const rig = await mooringsRig();
    try {
      const port = rig.http.again({ requestsPerDay: 6 });
      const { upsertAccount } = port.writes;
      // A search of four units, and another one: eight of six are used by then.
      await upsertAccount.lookup(account, 'k', call);
      await upsertAccount.lookup(account, 'k', call);
      const fault = await faultOf(upsertAccount.lookup(account, 'k', call));
      expect(fault).toMatchObject({ kind: 'budget', code: 'CALLS_SPENT', certainlyNotLanded: true });
      expect(fault.message).toBe(
        'moorings: 8 of the 6 calls of the day are used; raise requestsPerDay in its settings, or wait until 00:00 UTC',
      );
      expect(fault.retryAfterMs).toBeGreaterThan(0);
    } finally {
      await rig.close();
    }
  });
});
