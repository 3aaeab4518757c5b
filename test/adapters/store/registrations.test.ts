import { beforeAll, expect, test } from '@jest/globals';
import { insertCase } from '../../../adapters/store/cases.ts';
import { type Tx, transact } from '../../../adapters/store/pool.ts';
import {
  findConflicts,
  putRegistration,
  type Registration,
  registrationOf,
  updateRegistration,
} from '../../../adapters/store/registrations.ts';
import { aCase, openedDatabase } from './database.ts';

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

const conflicts = async (by: { domain?: string; name?: string; case?: string; threshold?: number }) =>
  (
    await run((tx) =>
      findConflicts(tx, {
        case: by.case ?? 'deal:files:new',
        domain: by.domain ?? null,
        normalisedName: by.name ?? 'zzz',
        threshold: by.threshold ?? 0.8,
      }),
    )
  ).map((row) => [row.case, row.match]);

let first: Registration;
let second: Registration;
beforeAll(async () => {
  second = await register({
    normalisedName: 'nordwind logistics',
    domain: 'nordwind.example',
    submittedAt: '2026-03-02T10:00:00.000Z',
  });
  first = await register({
    normalisedName: 'nordwind',
    domain: 'nordwind.example',
    status: 'Approved',
    protectedUntil: '2026-06-01T00:00:00.000Z',
  });
  await register({ normalisedName: 'nothing alike', domain: 'other.example' });
});

test('the same domain is found, earliest submission first', async () => {
  expect(await conflicts({ domain: 'nordwind.example' })).toEqual([
    [first.case, 'domain'],
    [second.case, 'domain'],
  ]);
});

test('the same name is found; a similar one from the threshold on, inclusive', async () => {
  expect(await conflicts({ name: 'nordwind' })).toEqual([[first.case, 'name']]);
  expect(await conflicts({ name: 'nordwind logistic' })).toEqual([[second.case, 'similar']]);
  const { rows } = await db.admin.query(
    "select similarity('nordwind logistics', 'nordwind logistic') as exactly",
  );
  expect(await conflicts({ name: 'nordwind logistic', threshold: rows[0].exactly })).toEqual([
    [second.case, 'similar'],
  ]);
  expect(await conflicts({ name: 'nordwind logistic', threshold: rows[0].exactly + 0.001 })).toEqual([]);
  expect((await conflicts({ name: 'nordwind logistic', threshold: 0.3 })).length).toBe(2);
});

test('the case itself and what is closed are left out; unknown domains are not equal', async () => {
  expect(await conflicts({ name: 'nordwind', case: first.case })).toEqual([]);
  expect(await conflicts({})).toEqual([]);
  const closing = await register({ normalisedName: 'closing' });
  expect(await conflicts({ name: 'closing' })).toEqual([[closing.case, 'name']]);
  for (const status of ['Rejected', 'Expired', 'Withdrawn'] as const) {
    await run((tx) => updateRegistration(tx, closing.case, { status }));
    expect(await conflicts({ name: 'closing' })).toEqual([]);
  }
});

test('status, protection and closure change by name only', async () => {
  await run((tx) => updateRegistration(tx, first.case, { status: 'Converted' }));
  expect(await run((tx) => registrationOf(tx, first.case))).toEqual({ ...first, status: 'Converted' });
  await run((tx) =>
    updateRegistration(tx, first.case, { status: 'Expired', protectedUntil: null, closureReason: 'Expired' }),
  );
  expect(await run((tx) => registrationOf(tx, first.case))).toEqual({
    ...first,
    status: 'Expired',
    protectedUntil: null,
    closureReason: 'Expired',
  });
  await expect(run((tx) => updateRegistration(tx, 'none', { status: 'Draft' }))).rejects.toThrow(
    /no registration/,
  );
});

test('the look-up uses its indexes among many registrations', async () => {
  await db.admin.query(
    `insert into cases (case_id, lifecycle, source, external_id, sequence)
      select 'bulk:' || n, 'deal', 'bulk', n::text, 1 from generate_series(1, 20000) n`,
  );
  await db.admin.query(
    `insert into registrations (case_id, partner_id, customer_name, normalised_name, domain, status, submitted_at)
      select 'bulk:' || n, 'P', md5(n::text), md5(n::text), md5(n::text) || '.example', 'Submitted', now()
        from generate_series(1, 20000) n`,
  );
  await db.admin.query('analyze registrations');
  const scans = async () => {
    await db.app.pool.query('select pg_stat_force_next_flush()');
    const { rows } = await db.admin.query(
      "select seq_scan::int as n from pg_stat_user_tables where relname = 'registrations'",
    );
    return rows[0].n;
  };
  const before = await scans();
  for (let n = 0; n < 20; n += 1) await conflicts({ name: 'nordwind logistic', domain: `x${n}.example` });
  expect(await scans()).toBe(before);
});
