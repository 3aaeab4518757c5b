import { beforeAll, expect, test } from '@jest/globals';
import { payloadOpener } from '../../../activities/ledger/effect-payload.ts';
import { type EffectRequest, effectActivities } from '../../../activities/ledger/effects.ts';
import { rollbackActivities } from '../../../activities/ledger/rollback.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';
import { writesOf } from '../../../adapters/ports/index.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import { forgedBookings } from '../../../adapters/store/accounts/forged-bookings.ts';
import { rollForward } from '../../../adapters/store/accounts/roll.ts';
import { insertCase } from '../../../adapters/store/cases.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { openSubject, seal } from '../../../adapters/store/seal.ts';
import { eraseSubject } from '../../../adapters/store/subjects.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { aClaim, aLine, aProgram } from '../../domain/incentives/made.ts';
import { aCase, openedDatabase } from '../store/database.ts';
import { booksWorld } from './books-world.ts';

const db = openedDatabase();
const world = booksWorld(db);
const PERSON = 'ada@partner.example';
const nothing = { subject: '', text: '', correction: { subject: '', text: '' } };

/** The ledger of effects over these accounts. @param change of a write, as a bad moment changes it */
const ledger = (change: (write: Write) => Write = (write) => write) => {
  const writes = writesOf({ accounts: world.worker() });
  const deps = {
    store: db.app,
    writes: Object.fromEntries(Object.entries(writes).map(([name, write]) => [name, change(write)])),
    open: payloadOpener({ vault: db.vault, render: () => nothing }),
    now: () => new Date(world.at),
    settleMs: 0,
  };
  return { ...effectActivities(deps), ...rollbackActivities(deps) };
};

let request: EffectRequest;
beforeAll(async () => {
  await world.force(aProgram({ ...{ payee: 'person', money: 'person', papers: ['tax_form'] }, splits: [] }));
  const row = aCase();
  const person = await transact(db.app, async (tx) => {
    await insertCase(tx, row);
    return seal(PERSON, await openSubject(tx, db.vault, PERSON));
  });
  const persons = [{ person, share: '1', consent: 'prm:Consent/1' }];
  const claim = { ...aClaim(row.case, [aLine('L1', '1000.00')]), persons };
  request = {
    ...{
      key: `${row.case}/accrue/1`,
      case: row.case,
      step: 'accrue',
      revision: 1,
      operation: 'accounts.accrue',
    },
    payload: { program: 'a-program', claim, event: `${row.case}/1` } as unknown as JsonObject,
    ...{ lifecycle: 'deal', segment: 'Gold/EMEA/standard', timeoutMs: 5_000, leaseMs: 6_000, mayWait: true },
  };
});

test('a claim is booked once, whatever is lost and repeated, names nobody, and its rollback ends at zero, also once its payee was erased', async () => {
  const lost = ledger((write) => ({
    ...write,
    async send(...args) {
      await write.send(...args);
      throw new VendorFault({ vendor: 'accounts', kind: 'unavailable', message: 'the answer was lost' });
    },
  }));
  await expect(lost.performEffect(request)).rejects.toThrow('the answer was lost');
  const landed = await ledger().performEffect(request);
  expect(landed).toMatchObject({
    id: `${request.case}/1`,
    detail: { standing: 'booked', lines: [{ amount: { amount: '50.00' }, payee: db.vault.tokenOf(PERSON) }] },
  });
  expect(await ledger().performEffect(request)).toEqual(landed);
  const roll = () => transact(db.app, (tx) => rollForward(tx, { from: '2026-02-01', to: '2026-02-28' }));
  expect(await roll()).toMatchObject([{ earned: 5000n, closing: 5000n }]);
  const plan = await ledger().planRollback(request.case);
  expect(plan.lines).toMatchObject([{ operation: 'accounts.accrue', movesMoney: true, reversible: true }]);
  const { key, case: id, step, revision, operation } = request;
  const undo = { key, case: id, step, revision, operation };
  await transact(db.app, (tx) =>
    eraseSubject(tx, db.vault, { address: PERSON, by: 'p-sam', at: '2026-02-22T09:00:00.000Z' }),
  );
  expect(await ledger().undoEffect(undo)).toMatchObject({ outcome: 'undone' });
  expect(await ledger().undoEffect(undo)).toMatchObject({ outcome: 'undone' });
  expect(await roll()).toMatchObject([{ earned: 5000n, reversed: 5000n, closing: 0n }]);
  expect(await transact(db.app, (tx) => forgedBookings(tx, world.key))).toEqual([]);
  const { rows } = await db.admin.query(
    `select case_id, (select string_agg(row_to_json(f)::text, '') from effects f) as effects
      from program_events order by number`,
  );
  expect(rows.map((row) => row.case_id)).toEqual([request.case, request.case]);
  expect(rows[0].effects).not.toContain(PERSON);
});
