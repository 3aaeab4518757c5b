import { expect, test } from '@jest/globals';
import { peersOf } from '../../../activities/deal/peers.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { putRegistration } from '../../../adapters/store/deal/registrations.ts';
import { transact } from '../../../adapters/store/pool.ts';
import type { RegistrationStatus } from '../../../domain/deal/registration.ts';
import { aCase, openedDatabase } from '../../adapters/store/database.ts';

const db = openedDatabase();
const BRONZE = { tier: 'Bronze', region: 'LATAM' };
const NOON = new Date('2026-11-20T12:00:00Z');
const later = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

const ended = (segment: string, status: RegistrationStatus, count: number) =>
  transact(db.app, async (tx) => {
    for (let made = 0; made < count; made += 1) {
      const row = aCase();
      await insertCase(tx, { ...row, segment });
      await putRegistration(tx, {
        case: row.case,
        partnerId: 'P1',
        customerName: 'Customer',
        normalisedName: 'customer',
        domain: null,
        status,
        submittedAt: NOON.toISOString(),
        protectedUntil: null,
        closureReason: null,
      });
    }
  });

test('the win rate of tier and region counts ended protections of every program, from twenty on, an hour long', async () => {
  await ended('Bronze/LATAM/standard', 'Converted', 5);
  await ended('Bronze/LATAM/strategic', 'Expired', 14);
  await ended('Bronze/LATAM/standard', 'Rejected', 9);
  await ended('Bronze/EMEA/standard', 'Converted', 30);
  expect(await peersOf(db.app, BRONZE, NOON)).toBeNull();
  await ended('Bronze/LATAM/standard', 'Expired', 1);
  expect(await peersOf(db.app, BRONZE, later(59))).toBeNull();
  expect(await peersOf(db.app, BRONZE, later(60))).toEqual({ winRate: 0.25, ended: 20 });
  expect(await peersOf(db.app, { tier: 'Bronze', region: 'EMEA' }, NOON)).toEqual({ winRate: 1, ended: 30 });
});
