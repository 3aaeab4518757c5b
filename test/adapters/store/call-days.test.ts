import { expect, test } from '@jest/globals';
import { callDays, storedCallDays } from '../../../adapters/store/call-days.ts';
import { endRecord, takeRecord } from '../../../adapters/store/record-leases.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { openedDatabase } from './database.ts';

const db = openedDatabase();

test('calls of one account and day are added up, whoever makes them, and keep what the vendor last said', async () => {
  const days = storedCallDays(db.app);
  const noted = {
    account: 'a',
    vendor: 'salesforce',
    day: '2026-11-28',
    units: 7,
    allowed: null,
    told: null,
  };
  const all = Array.from({ length: 20 }, () => days.add(noted));
  expect(Math.max(...(await Promise.all(all)))).toBe(140);
  expect(await days.add({ ...noted, units: 0, told: { used: 5_000, of: 100_000 } })).toBe(140);
  expect(await days.add({ ...noted, allowed: 1_000 })).toBe(147);
  expect(await days.add({ ...noted, day: '2026-11-29' })).toBe(7);
  expect(await callDays(statement(db.app), '2026-11-28')).toEqual([
    { vendor: 'salesforce', own: { used: 147, of: 1_000 }, told: { used: 5_000, of: 100_000 } },
  ]);
  await days.add({ ...noted, units: 0, told: { used: 9, of: 10, per: 'hour' } });
  await days.add(noted);
  expect(await callDays(statement(db.app), '2026-11-28')).toMatchObject([
    { told: { used: 9, of: 10, per: 'hour' } },
  ]);
  expect(await callDays(statement(db.auditor), '2026-11-29')).toEqual([
    { vendor: 'salesforce', own: null, told: null },
  ]);
});

test('a record has one holder at a time; a lease is never shortened by its holder, and ends by itself', async () => {
  const tx = statement(db.app);
  const lease = { record: 'r', holder: 'one', ms: 400 };
  const many = await Promise.all(
    Array.from({ length: 12 }, (_, at) => takeRecord(tx, { record: 'crowd', holder: `h${at}`, ms: 60_000 })),
  );
  expect(many.filter((wait) => wait === 0)).toHaveLength(1);
  expect(await takeRecord(tx, lease)).toBe(0);
  expect(await takeRecord(tx, { ...lease, ms: 1 })).toBe(0);
  const wait = await takeRecord(tx, { ...lease, holder: 'other' });
  expect(wait).toBeGreaterThan(100);
  expect(wait).toBeLessThanOrEqual(400);
  // Whoever lost it cannot end it for the one who has it.
  await endRecord(tx, { ...lease, holder: 'other', ms: 0 });
  expect(await takeRecord(tx, { ...lease, holder: 'other' })).toBeGreaterThan(0);
  await new Promise((wake) => setTimeout(wake, 420));
  expect(await takeRecord(tx, { ...lease, holder: 'other' })).toBe(0);
  expect(await takeRecord(tx, lease)).toBeGreaterThan(0);
  await endRecord(tx, { ...lease, holder: 'other', ms: 0 });
  expect(await takeRecord(tx, lease)).toBe(0);
});
