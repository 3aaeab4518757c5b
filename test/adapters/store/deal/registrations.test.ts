import { beforeAll, expect, test } from '@jest/globals';
import { insertCase } from '../../../../adapters/store/cases.ts';
import {
  putRegistration,
  type Registration,
  registrationOf,
  updateRegistration,
} from '../../../../adapters/store/deal/registrations.ts';
import { type Tx, transact } from '../../../../adapters/store/pool.ts';
import { aCase, openedDatabase } from '../database.ts';

const db = openedDatabase();
const run = <T>(work: (tx: Tx) => Promise<T>) => transact(db.app, work);

async function register(fields: Partial<Registration>): Promise<Registration> {
  const row = aCase();
  const registration: Registration = {
    case: row.case,
    partnerId: 'P1',
    customerName: 'Customer',
    normalisedName: 'customer',
    domain: null,
    status: 'Submitted',
    submittedAt: '2026-03-02T09:00:00.000Z',
    protectedUntil: null,
    closureReason: null,
    ...fields,
  };
  await run(async (tx) => {
    await insertCase(tx, row);
    await putRegistration(tx, registration);
  });
  return registration;
}

let first: Registration;
beforeAll(async () => {
  first = await register({
    normalisedName: 'nordwind',
    domain: 'nordwind.example',
    status: 'Approved',
    protectedUntil: '2026-06-01T00:00:00.000Z',
  });
});

test('status, protection and closure change by name only', async () => {
  await run((tx) => updateRegistration(tx, first.case, { status: 'Converted' }));
  expect(await run((tx) => registrationOf(tx, first.case))).toEqual({
    ...first,
    status: 'Converted',
    extendedAt: null,
    windowDue: null,
  });
  await run((tx) =>
    updateRegistration(tx, first.case, { status: 'Expired', protectedUntil: null, closureReason: 'Expired' }),
  );
  expect(await run((tx) => registrationOf(tx, first.case))).toEqual({
    ...first,
    status: 'Expired',
    protectedUntil: null,
    closureReason: 'Expired',
    extendedAt: null,
    windowDue: null,
  });
  await expect(run((tx) => updateRegistration(tx, 'none', { status: 'Draft' }))).rejects.toThrow(
    /no registration/,
  );
});
