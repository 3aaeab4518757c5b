import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AccountsPort } from '../../../adapters/ports/accounts.ts';
import { linesNamed, linesOfClaim } from '../../../adapters/store/accounts/booked-lines.ts';
import { dueBookings } from '../../../adapters/store/accounts/due-bookings.ts';
import { forgedBookings, forgedInPrograms } from '../../../adapters/store/accounts/forged-bookings.ts';
import { paidLines } from '../../../adapters/store/accounts/paid-lines.ts';
import { newestEvent } from '../../../adapters/store/accounts/program-events.ts';
import { rollForward } from '../../../adapters/store/accounts/roll.ts';
import { standingOfEvent } from '../../../adapters/store/accounts/standings.ts';
import { versionsInForce } from '../../../adapters/store/incentive-programs.ts';
import { oneSnapshot, type Tx, transact } from '../../../adapters/store/pool.ts';
import { eraseSubject } from '../../../adapters/store/subjects.ts';
import type { ClaimEvent } from '../../../domain/incentives/claim.ts';
import type { IncentiveProgram } from '../../../domain/incentives/program.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { aClaim, aLine, aProgram, eur, rule } from '../../domain/incentives/made.ts';
import { call } from '../contract.ts';
import { openedDatabase } from '../store/database.ts';
import { booksWorld } from './books-world.ts';

const db = openedDatabase();
const world = booksWorld(db);

let count = 0;
/** A program of its own name, in force. */
async function inForce(changes: Partial<IncentiveProgram> = {}): Promise<string> {
  count += 1;
  const program = `program-${count}`;
  await world.force(aProgram({ ...changes, program }));
  return program;
}
/** A claim of one line in a program; the names hold the program's, so that each is there once. */
const claimed = (program: string, line: string, amount: string, hour = '10'): ClaimEvent => ({
  ...{ kind: 'claim', event: `${program}/${line}` },
  claim: aClaim(`${program}-c${line}`, [aLine(`${program}-${line}`, amount)], {
    completeAt: `2026-02-20T${hour}:00:00.000Z`,
  }),
});
const refundOf = (program: string, line: string, refunded: 'whole' | string, event = 'r'): ClaimEvent => ({
  ...{ kind: 'refund', event: `${program}/${line}/${event}`, line: `${program}-${line}`, on: '2026-03-01' },
  refunded: refunded === 'whole' ? 'whole' : eur(refunded),
});
const undoOf = (program: string, line: string): ClaimEvent => ({
  ...{ kind: 'undo', event: `${program}/${line}`, claim: `${program}-c${line}` },
});
const roll = (program: string, from = '2026-02-01', to = '2026-02-28') =>
  transact(db.app, (tx) => rollForward(tx, { from, to, program }));
const forged = () => transact(db.app, (tx) => forgedBookings(tx, world.key));

describe('the accounts', () => {
  let port: AccountsPort;
  beforeAll(() => {
    port = world.worker();
  });

  test('say how writes may be repeated, and that money moves', () => {
    for (const write of [port.writes.accrue, port.writes.refund])
      expect(write).toMatchObject({ repeat: 'upsert', searchLagMs: 0, movesMoney: true });
  });

  test('book a claim once: the same write again finds it, and a look-up does', async () => {
    const program = await inForce();
    const { accrue } = port.writes;
    const { kind: _, ...event } = claimed(program, '1', '1000.00') as Extract<ClaimEvent, { kind: 'claim' }>;
    const payload = { program, ...event } as unknown as JsonObject;
    expect(await accrue.lookup(payload, 'k', call)).toBe('absent');
    const landed = await accrue.send(payload, 'k', call);
    expect(landed).toEqual({
      ...{ id: `${program}/1`, created: true },
      detail: {
        lines: [{ id: `${program}/1/${program}-1/accrual/0`, amount: eur('50.00'), payee: '7001' }],
        ...{ standing: 'booked', why: null, number: 1 },
      },
    });
    expect(await accrue.send(payload, 'k', call)).toEqual(landed);
    expect(await accrue.lookup(payload, 'k', call)).toEqual(landed);
    expect(await world.worker().writes.accrue.send(payload, 'k', call)).toEqual(landed);
    expect(await roll(program)).toMatchObject([{ earned: 5000n, closing: 5000n, onHold: 5000n }]);
  });

  test('are proved for each reader as they were at its own instant', async () => {
    const program = await inForce();
    const due = dueBookings(world.key);
    const proved = (tx: Tx) => forgedInPrograms(tx, due, [program]);
    await world.take(port, program, claimed(program, '1', '1000.00'));
    await transact(db.app, async (earlier) => {
      await oneSnapshot(earlier);
      expect(await newestEvent(earlier, program)).toBe(1);
      await world.take(port, program, claimed(program, '2', '500.00', '11'));
      const later = await transact(db.app, async (tx) => {
        await oneSnapshot(tx);
        return [await newestEvent(tx, program), await proved(tx)];
      });
      expect(later).toEqual([2, []]);
      expect(await proved(earlier)).toEqual([]);
    });
    expect(await transact(db.app, proved)).toEqual([]);
  });

  test.each<[string, (program: string) => ClaimEvent]>([
    ['another event of its name', (program) => claimed(program, '1', '2.00')],
    [
      'another currency without a rate',
      (program) =>
        ({
          ...(claimed(program, '2', '1') as object),
          claim: aClaim('x', [aLine('x', { amount: '1', currency: 'USD' })]),
        }) as ClaimEvent,
    ],
    [
      'a sale of before the program',
      (program) =>
        ({
          ...(claimed(program, '3', '1') as object),
          claim: aClaim('y', [aLine('y', '1', { soldOn: '2025-01-01' })]),
        }) as ClaimEvent,
    ],
    [
      'a refund in another currency than the sale’s',
      (program) =>
        ({
          ...(refundOf(program, '1', '1.00') as object),
          refunded: { amount: '1', currency: 'USD' },
        }) as ClaimEvent,
    ],
    [
      'a line that stands twice in it',
      (program) =>
        ({
          ...(claimed(program, '4', '1') as object),
          claim: aClaim('z', [aLine('z', '1'), aLine('z', '1')]),
        }) as ClaimEvent,
    ],
    ['an amount of 0', (program) => claimed(program, '5', '0.00')],
    ['a negative amount', (program) => claimed(program, '6', '-5.00')],
    ['a negative refund', (program) => refundOf(program, '1', '-1.00')],
  ])('refuse %s, and book nothing of it', async (_, wrong) => {
    const program = await inForce();
    await world.take(port, program, claimed(program, '1', '1000.00'));
    await expect(world.take(port, program, wrong(program))).rejects.toMatchObject({
      ...{ name: 'VendorFault', kind: 'rejected', certainlyNotLanded: true },
    });
    await world.take(port, program, claimed(program, '9', '100.00'));
    expect(await roll(program)).toMatchObject([{ earned: 5500n, reversed: 0n, closing: 5500n }]);
  });

  test('refuse a program that nobody has put in force', async () => {
    await expect(world.take(port, 'none', claimed('none', '1', '1.00'))).rejects.toMatchObject({
      code: 'no_program',
    });
  });

  test('refuse a claim that a correction of its program would pay otherwise than was decided', async () => {
    const program = await inForce();
    const inForceNow = () => transact(db.app, (tx) => versionsInForce(tx, world.key, program));
    const decidedBy = await inForceNow();
    const send = (line: string, versions: string[]) => {
      const { kind: _, ...event } = claimed(program, line, '1000.00') as Extract<
        ClaimEvent,
        { kind: 'claim' }
      >;
      return port.writes.accrue.send({ program, ...event, versions } as unknown as JsonObject, line, call);
    };
    const earned = (amount: string) => ({ detail: { lines: [{ amount: eur(amount) }] } });
    await world.force(aProgram({ program, title: 'The same in other words' }));
    expect(await send('1', decidedBy)).toMatchObject(earned('50.00'));
    await world.force(aProgram({ program, rules: [rule({ percent: '9' })] }));
    await expect(send('2', decidedBy)).rejects.toMatchObject({
      ...{ name: 'VendorFault', kind: 'rejected', code: 'program_corrected', certainlyNotLanded: true },
    });
    // What was booked before is found as it is, and what was decided by the correction is taken.
    expect(await send('1', decidedBy)).toMatchObject(earned('50.00'));
    expect(await send('2', await inForceNow())).toMatchObject(earned('90.00'));
    expect(await roll(program)).toMatchObject([{ earned: 14000n, closing: 14000n }]);
    expect(await forged()).toEqual([]);
  });

  test('a claim that waits for budget is booked by the write that makes room, and can be asked for', async () => {
    const program = await inForce({ budget: eur('60.00') });
    await world.take(port, program, claimed(program, '1', '1000.00', '08'));
    const waits = await world.take(port, program, claimed(program, '2', '400.00', '09'));
    expect(waits).toMatchObject({ lines: [], standing: 'waits', number: 2 });
    await world.take(port, program, refundOf(program, '1', 'whole'));
    expect(await transact(db.app, (tx) => standingOfEvent(tx, `${program}/2`))).toMatchObject({
      ...{ standing: 'booked', number: 3 },
    });
    expect(await transact(db.app, (tx) => linesOfClaim(tx, `${program}-c2`))).toMatchObject([
      { amount: eur('20.00'), number: 3 },
    ]);
  });

  test('a larger budget books what waits for it, once; a smaller one tells that a claim no longer fits at all', async () => {
    const program = await inForce({ budget: eur('60.00') });
    await world.take(port, program, claimed(program, '1', '1000.00', '08'));
    await world.take(port, program, claimed(program, '2', '400.00', '09'));
    const rowOf = () => roll(program);
    await port.corrected();
    expect(await rowOf()).toMatchObject([{ earned: 5000n }]);
    const correct = (budget: string) => world.force(aProgram({ program, budget: eur(budget) }));
    await correct('15.00');
    await port.corrected();
    expect(await transact(db.app, (tx) => standingOfEvent(tx, `${program}/2`))).toMatchObject({
      ...{ standing: 'waits', why: 'it is larger than the whole budget' },
    });
    await correct('70.00');
    // Of several workers that find it at once one books.
    await Promise.all([port, world.worker(), world.worker()].map((one) => one.corrected()));
    await port.corrected();
    expect(await rowOf()).toMatchObject([{ earned: 7000n, closing: 7000n }]);
    const { rows } = await db.admin.query('select number from program_events where program = $1', [program]);
    expect(rows).toHaveLength(4);
    expect(await forged()).toEqual([]);
  });

  test('a claim that is larger than the whole budget is refused, and holds up nobody', async () => {
    const program = await inForce({ budget: eur('60.00') });
    await expect(world.take(port, program, claimed(program, '1', '5000.00', '08'))).rejects.toMatchObject({
      ...{ kind: 'rejected', code: 'over_budget', certainlyNotLanded: true },
    });
    expect(await world.take(port, program, claimed(program, '2', '1000.00', '09'))).toMatchObject({
      standing: 'booked',
    });
    await world.force(aProgram({ program, budget: eur('300.00') }));
    expect(await world.take(port, program, claimed(program, '1', '5000.00', '08'))).toMatchObject({
      standing: 'booked',
    });
  });

  test('a claim books no more than was decided, true-ups of earlier claims included', async () => {
    const steps = [
      { from: '0', below: '1000', rate: { percent: '2' } },
      { from: '1000', below: null, rate: { percent: '3' } },
    ];
    const program = await inForce({ rules: [rule({ by: 'volume', retroactive: true, steps })] });
    await world.take(port, program, claimed(program, '1', '900.00'));
    const { kind, ...lifting } = claimed(program, '2', '100.00') as Extract<ClaimEvent, { kind: 'claim' }>;
    // 3.00 for itself, and one percent more of 900.00.
    const preview = await port.preview(program, { kind, ...lifting });
    expect(preview.map(({ claim, amount }) => [claim, amount.amount])).toEqual([
      [`${program}-c2`, '3.00'],
      [`${program}-c1`, '9.00'],
    ]);
    expect(await port.preview(program, refundOf(program, '1', '450.00'))).toMatchObject([{ minor: -900n }]);
    const send = (upTo: string) =>
      port.writes.accrue.send({ program, ...lifting, upTo: eur(upTo) } as unknown as JsonObject, 'k', call);
    await expect(send('11.99')).rejects.toMatchObject({ kind: 'rejected', code: 'above_decided' });
    expect(await roll(program)).toMatchObject([{ earned: 1800n }]);
    await send('12.00');
    expect(await roll(program)).toMatchObject([{ earned: 3000n, closing: 3000n }]);
  });

  test('a sale whose claim waits for budget is found, and what is refunded of it meanwhile is never paid', async () => {
    const program = await inForce({ budget: eur('60.00') });
    await world.take(port, program, claimed(program, '1', '1000.00', '08'));
    const second = claimed(program, '2', '400.00', '09') as Extract<ClaimEvent, { kind: 'claim' }>;
    const lines = second.claim.lines.map((line) => ({ ...line, sale: `${program}-sale` }));
    await world.take(port, program, { ...second, claim: { ...second.claim, lines } });
    const find = () => transact(db.app, (tx) => paidLines(tx, world.key, { invoice: `${program}-sale` }));
    expect(await find()).toMatchObject([{ claim: `${program}-c2`, waits: true, refunded: false }]);
    // It needs no room any more: both are booked at once.
    expect(await world.take(port, program, refundOf(program, '2', 'whole'))).toMatchObject({
      standing: 'booked',
    });
    expect(await standing(`${program}-c2`)).toMatchObject({ lines: { length: 2 }, sum: 0n });
    expect(await find()).toMatchObject([{ waits: false, refunded: true, undone: false }]);
    await world.take(port, program, undoOf(program, '2'));
    expect(await roll(program)).toMatchObject([{ closing: 5000n }]);
    expect(await forged()).toEqual([]);
  });

  test('of two refunds that are each decided as the first of their line one is booked', async () => {
    const program = await inForce();
    await world.take(port, program, claimed(program, '1', '1000.00'));
    const refunds = ['a', 'b'].map((name) => {
      const { kind: _, ...refund } = refundOf(program, '1', '400.00', name) as Extract<
        ClaimEvent,
        { kind: 'refund' }
      >;
      return { program, ...refund, first: true } as unknown as JsonObject;
    });
    const workers = [world.worker(), world.worker()];
    const sent = await Promise.allSettled(
      refunds.map((payload, at) => workers[at]?.writes.refund.send(payload, `k${at}`, call)),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(sent.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { kind: 'rejected', code: 'refunded_since', certainlyNotLanded: true },
    });
    expect((await standing(`${program}-c1`)).sum).toBe(3000n);
    // The one that was booked is found again, and one that knows of it takes back what is left.
    const booked = sent.findIndex(({ status }) => status === 'fulfilled');
    await port.writes.refund.send(refunds[booked] as JsonObject, `k${booked}`, call);
    await world.take(port, program, refundOf(program, '1', 'whole', 'c'));
    expect((await standing(`${program}-c1`)).sum).toBe(0n);
    expect(await forged()).toEqual([]);
  });

  test('a hold moves what stands of a claim to an account of its own, and all that comes after it; its release moves it back', async () => {
    const program = await inForce({ holdDays: 0 });
    const hold = { program, claim: `${program}-c1`, event: `${program}/hold` };
    const balance = async () => {
      const { rows } = await db.admin.query<{ account: string; minor: string }>(
        `select account, sum(p.minor)::text as minor from account_postings p join account_entries using (entry)
          where program = $1 group by account having sum(p.minor) <> 0 order by account`,
        [program],
      );
      return Object.fromEntries(rows.map(({ account, minor }) => [account, minor]));
    };
    await world.take(port, program, claimed(program, '1', '1000.00'));
    await port.writes.hold.send(hold, 'h', call);
    await port.writes.hold.send(hold, 'h', call);
    expect(await balance()).toEqual({ expense: '5000', held: '-5000' });
    const [paid] = await transact(db.app, (tx) => linesOfClaim(tx, `${program}-c1`));
    expect(paid).toMatchObject({ heldUntil: '2026-02-21', onHold: true });
    await world.take(port, program, refundOf(program, '1', '400.00'));
    expect(await balance()).toEqual({ expense: '3000', held: '-3000' });
    const today = '2026-02-21';
    expect(await roll(program, today, today)).toMatchObject([{ closing: 3000n, onHold: 3000n }]);
    await port.writes.hold.send({ ...hold, event: `${program}/second` }, 'h2', call);
    await port.writes.release.send({ program, hold: hold.event, event: `${program}/free` }, 'r', call);
    expect(await balance()).toEqual({ expense: '3000', held: '-3000' });
    const second = { payload: { ...hold, event: `${program}/second` }, before: null, key: 'h2' };
    await port.writes.hold.undo({ ...second, landed: { id: '', created: true } }, call);
    expect(await balance()).toEqual({ expense: '3000', payable: '-3000' });
    expect(await roll(program, today, today)).toMatchObject([{ closing: 3000n, onHold: 0n }]);
    const [free] = await transact(db.app, (tx) => linesOfClaim(tx, `${program}-c1`));
    expect(free).toMatchObject({ onHold: false });
    await port.writes.hold.send({ ...hold, event: `${program}/third` }, 'h3', call);
    await world.take(port, program, undoOf(program, '1'));
    expect(await balance()).toEqual({});
    expect(await forged()).toEqual([]);
  });

  test('refund and undo in either order, partly, twice, after a tier change end at exactly zero', async () => {
    const tiers = rule({
      ...{ by: 'volume', retroactive: true },
      steps: [
        { from: '0', below: '1000', rate: { percent: '2' } },
        { from: '1000', below: null, rate: { percent: '3.33' } },
      ],
    });
    for (const order of [
      ['part', 'undo'],
      ['undo', 'part'],
      ['part', 'more', 'whole', 'undo', 'undo'],
    ]) {
      const program = await inForce({ rules: [tiers] });
      await world.take(port, program, claimed(program, '1', '333.33'));
      await world.take(port, program, claimed(program, '2', '999.99'));
      for (const [index, what] of order.entries())
        await world.take(
          port,
          program,
          what === 'undo'
            ? undoOf(program, '1')
            : refundOf(program, '1', what === 'whole' ? 'whole' : '111.11', `${index}`),
        );
      const { lines, sum } = await standing(`${program}-c1`);
      expect({ order, sum, taken: lines.length > 1 }).toEqual({ order, sum: 0n, taken: true });
      await world.take(port, program, undoOf(program, '2'));
      expect(await roll(program)).toMatchObject([{ closing: 0n, onHold: 0n }]);
    }
  });

  const standing = async (claim: string) => {
    const lines = await transact(db.app, (tx) => linesOfClaim(tx, claim));
    const sum = lines.reduce((all, { amount }) => all + BigInt(amount.amount.replace('.', '')), 0n);
    return { lines, sum };
  };

  test('a refund in another money leaves a difference of exchange in its own account', async () => {
    const program = await inForce({ legalEntity: 'Acme Europe BV' });
    const exchange = { from: { usd: '1', record: 'rates:a' }, to: { usd: '1.25', record: 'rates:b' } };
    const usd = { amount: '1000.00', currency: 'USD' };
    const sale = claimed(program, '1', '1') as Extract<ClaimEvent, { kind: 'claim' }>;
    const [line] = sale.claim.lines;
    await world.take(port, program, {
      ...sale,
      claim: { ...sale.claim, lines: [{ ...(line as NonNullable<typeof line>), amount: usd, exchange }] },
    });
    const rates = { given: { usd: '1', record: 'rates:c' }, program: { usd: '1.00', record: 'rates:d' } };
    await world.take(port, program, {
      ...(refundOf(program, '1', 'whole') as Extract<ClaimEvent, { kind: 'refund' }>),
      given: { money: usd, rates },
    });
    expect(await roll(program)).toEqual([
      {
        ...{ program, partner: '7001', legalEntity: 'Acme Europe BV', currency: 'EUR', opening: 0n },
        ...{ earned: 4000n, reversed: 5000n, paid: 0n, exchange: 1000n, closing: 0n, onHold: 0n },
      },
    ]);
  });

  test('what was held may be paid once its days are over, less what was taken back', async () => {
    const program = await inForce({ holdDays: 10 });
    world.at = '2026-02-10T23:30:00.000Z';
    await world.take(port, program, claimed(program, '1', '1000.00'));
    world.at = '2026-02-12T09:00:00.000Z';
    await world.take(port, program, refundOf(program, '1', '200.00'));
    world.at = '2026-02-21T09:00:00.000Z';
    // Half an hour before midnight in UTC it is the 11th in Berlin.
    expect(await roll(program, '2026-02-11', '2026-02-11')).toMatchObject([{ opening: 0n, earned: 5000n }]);
    expect(await roll(program, '2026-02-12', '2026-02-20')).toMatchObject([
      { opening: 5000n, reversed: 1000n, closing: 4000n, onHold: 4000n },
    ]);
    expect(await roll(program, '2026-02-13', '2026-02-21')).toMatchObject([
      { opening: 4000n, reversed: 0n, closing: 4000n, onHold: 0n },
    ]);
  });

  test('two workers at once book each event once, in one order', async () => {
    const program = await inForce({ budget: eur('100.00') });
    const ports = [world.worker(), world.worker(), world.worker()];
    const events = Array.from({ length: 12 }, (_, at) => claimed(program, `${at}`, '300.00'));
    await Promise.all(events.flatMap((event) => ports.map((one) => world.take(one, program, event))));
    // 15.00 each: six have room.
    expect(await roll(program)).toMatchObject([{ closing: 9000n }]);
    expect(await forged()).toEqual([]);
  });

  test('people are sealed, and what they have earned is computed the same once they were erased', async () => {
    const program = await inForce({ payee: 'person', splits: [], money: 'person', papers: ['tax_form'] });
    const sale = claimed(program, '1', '1000.00') as Extract<ClaimEvent, { kind: 'claim' }>;
    const persons = ['ada@partner.example', 'bo@partner.example'].map((person) => ({
      ...{ person, share: '1', consent: 'prm:Consent/1' },
    }));
    await db.admin.query(
      `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status, asked_at)
        values ($1, 'claim:portal:9', 'accrue', 1, 'accounts.accrue', '{}', '', 'sent', now())`,
      [sale.event],
    );
    await world.take(port, program, { ...sale, claim: { ...sale.claim, persons } });
    const { rows } = await db.admin.query(
      `select row_to_json(e)::text || coalesce((select string_agg(row_to_json(b)::text, '') from account_entries b
        where b.program = e.program), '') as text from program_events e where program = $1`,
      [program],
    );
    expect(rows[0].text).not.toContain('partner.example');
    expect(rows[0].text).toContain(db.vault.tokenOf('ada@partner.example'));
    const erased = await transact(db.app, (tx) =>
      eraseSubject(tx, db.vault, { address: 'ada@partner.example', by: 'p-ana', at: world.at }),
    );
    expect(erased.cases).toEqual(['claim:portal:9']);
    expect(await forged()).toEqual([]);
    await world.take(world.worker(), program, refundOf(program, '1', 'whole'));
    expect(await roll(program)).toMatchObject([{ partner: '7001', closing: 0n }]);
    const lines = await transact(db.app, (tx) => linesNamed(tx, `${program}-1`));
    expect(lines.map(({ person }) => person)).toEqual([
      db.vault.tokenOf('ada@partner.example'),
      db.vault.tokenOf('bo@partner.example'),
      db.vault.tokenOf('ada@partner.example'),
      db.vault.tokenOf('bo@partner.example'),
    ]);
  });
});

describe('what was booked', () => {
  let program: string;
  let entry: string;
  beforeAll(async () => {
    program = await inForce();
    await world.take(world.worker(), program, claimed(program, '1', '1000.00'));
    entry = `${program}/1/${program}-1/accrual/0`;
  });

  test.each(['program_events', 'program_standings', 'account_entries', 'account_postings'])(
    'is changed, deleted and emptied by nobody: %s',
    async (table) => {
      const column = table === 'account_postings' ? 'entry' : 'program';
      for (const wrong of [
        `update ${table} set ${column} = ${column}`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
      ]) {
        await expect(transact(db.app, (tx) => tx.query(wrong))).rejects.toMatchObject({ code: '42501' });
        await expect(db.admin.query(wrong)).rejects.toMatchObject({ code: '23000' });
      }
    },
  );

  const post = (account: string, minor: number, currency = 'EUR') =>
    db.admin.query('insert into account_postings (entry, account, currency, minor) values ($1, $2, $3, $4)', [
      entry,
      account,
      currency,
      minor,
    ]);

  test('balances in each currency by itself', async () => {
    await expect(post('paid', 5)).rejects.toMatchObject({ code: '23514' });
    const across = `insert into account_postings (entry, account, currency, minor) values ($1, 'paid', 'USD', 5), ($1, 'paid', 'CHF', -5)`;
    await expect(db.admin.query(across, [entry])).rejects.toMatchObject({ code: '23514' });
    await expect(post('pocket', 5)).rejects.toMatchObject({ code: '23514' });
  });

  const asApp = (text: string, values: unknown[] = []) => transact(db.app, (tx) => tx.query(text, values));

  test('by somebody who may write to the database and is no worker is named, and nothing is booked by it', async () => {
    expect(await forged()).toEqual([]);
    const told = async () => (await forged()).map(({ message }) => message);
    await asApp(
      `insert into account_postings (entry, account, currency, minor) values ($1, 'paid', 'EUR', -5000), ($1, 'exchange_difference', 'EUR', 5000)`,
      [entry],
    );
    expect(await told()).toEqual([
      `the posting of entry ${entry} to exchange_difference was put there by nobody who may`,
      `the posting of entry ${entry} to paid was put there by nobody who may`,
    ]);
    await asApp(
      `insert into account_entries select 'forged', program, number, 7, kind, event, claim, line, partner_id, '6666', person, period,
        legal_entity, booked_on, held_until, currency, minor, trace from account_entries where entry = $1`,
      [entry],
    );
    expect(await told()).toContain('entry forged was put there by nobody who may');
    // A copy of an event under another name and number, with its signature.
    await asApp(
      `insert into program_events select program, 99, 'forged', replace(body, '1000.00', '9000.00'), people, subjects, versions, case_id,
        effect, at, signature, signature from program_events where program = $1`,
      [program],
    );
    expect(await told()).toContain(`event 99 of program ${program} was put there by nobody who may`);
    await asApp(`insert into program_standings values ($1, 99, $2, 'nothing', 'forged')`, [
      program,
      `${program}/1`,
    ]);
    expect(await told()).toContain(
      `where ${program}/1 stands since event 99 of program ${program} was put there by nobody who may`,
    );
    await world.take(world.worker(), program, claimed(program, '2', '100.00'));
    const { lines } = await world.take(world.worker(), program, claimed(program, '2', '100.00'));
    expect(lines).toMatchObject([{ amount: eur('5.00') }]);
  });

  test('and is gone, or was changed by the owner of the database, is named', async () => {
    const other = await inForce();
    await world.take(world.worker(), other, claimed(other, '1', '1000.00'));
    await world.take(world.worker(), other, claimed(other, '2', '1000.00'));
    await db.admin.query('alter table account_entries disable trigger books_stay');
    await db.admin.query('update account_entries set minor = 9999 where entry = $1', [
      `${other}/1/${other}-1/accrual/0`,
    ]);
    await db.admin.query('alter table account_entries enable trigger books_stay');
    const told = (await forged()).map(({ message }) => message).filter((one) => one.includes(other));
    expect(told).toEqual([`entry ${other}/1/${other}-1/accrual/0 is not what its events come to`]);
  });
});
