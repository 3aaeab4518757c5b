import { randomInt } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { claimsOfRegistration } from '../../../activities/clawback/claims-of-registration.ts';
import { receive } from '../../../adapters/intake/receive.ts';
import { linesOfClaim } from '../../../adapters/store/accounts/booked-lines.ts';
import { forgedBookings } from '../../../adapters/store/accounts/forged-bookings.ts';
import { rollForward } from '../../../adapters/store/accounts/roll.ts';
import { getCase } from '../../../adapters/store/cases.ts';
import { decisionOf, rerunDecision } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { outBy } from '../../../domain/accounts/roll.ts';
import { decideAgain } from '../../../domain/deciders.ts';
import { reversalId } from '../../../domain/identity.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import {
  CERTIFIED,
  intakeOf,
  LAUNCH,
  newClaim,
  offer,
  perUnit,
  submitClaim,
  toldOf,
  withInvoice,
} from '../claim/cases.ts';
import { eventually, inPrm } from '../deal/cases.ts';

/** Refunds of sales that were paid for, and registrations that are rolled back after their claims were paid, on the real servers. */

const here = describeInstallation();
beforeAll(() => offer(here).then(() => undefined));
const db = () => statement(here.store);
const RUN = randomInt(100_000, 999_999);
const today = () => new Date().toISOString().slice(0, 10);
const waiting = (id: string) => here.until(id, ({ status }) => status === 'waiting_for_decision');
const completed = (id: string) => here.until(id, ({ status }) => status === 'completed');
const booked = async (id: string) => (await linesOfClaim(db(), id)).map(({ amount }) => amount.amount);

/** What is held of a claim, in minor units. */
async function held(claim: string): Promise<number> {
  const { rows } = await db().query<{ held: string }>(
    `select coalesce(-sum(p.minor), 0)::text as held from account_postings p join account_entries using (entry)
      where claim = $1 and account = 'held'`,
    [claim],
  );
  return Number(rows[0]?.held);
}

let next = 0;
/** Tells of a refund as an ERP would; answers its case. */
async function refund(change: object): Promise<string> {
  next += 1;
  const body = { clawback_id: `R-${RUN}-${next}`, refunded: 'whole', refunded_on: today(), ...change };
  const input = { lifecycle: 'clawback', source: 'erp', form: 'application/json' } as const;
  const [received] = await receive(intakeOf(here), { ...input, body: Buffer.from(JSON.stringify(body)) });
  if (received?.kind !== 'submitted') throw new Error(`refused: ${JSON.stringify(received)}`);
  return received.case;
}

/** A claim that was paid 50.00 EUR. */
async function paid(change: object = {}) {
  const claim = { ...withInvoice(newClaim(here)), ...change };
  const id = await submitClaim(here, claim);
  await here.until(id, ({ status }) => status !== 'running');
  if ((await here.row(id)).status !== 'completed') await here.decide(id, 'p-olga', { action: 'approve' });
  await completed(id);
  expect(await booked(id)).toEqual(['50.00']);
  const amount = claim.lines[0]?.amount ?? { amount: '0', currency: 'EUR' };
  return { claim, id, half: { ...amount, amount: (Number(amount.amount) / 2).toFixed(2) } };
}

test('a refund holds what was earned until a person decides; in parts, and by its invoice, it ends at exactly zero', async () => {
  const { claim, id, half } = await paid();
  const first = await refund({ claim: claim.claim_id, line: '1', refunded: half });
  expect(await waiting(first)).toMatchObject({ segment: 'Platinum/EMEA/spiff', partnerId: CERTIFIED });
  expect(await held(id)).toBe(5000);
  await here.decide(first, 'p-olga', { action: 'approve' });
  expect(await completed(first)).toMatchObject({ outcome: 'Taken Back' });
  expect(await held(id)).toBe(0);
  expect((await booked(id)).filter((amount) => amount !== '0.00')).toEqual(['50.00', '-25.00']);
  const told = here.smtp.mails.filter(
    ({ text }) => text.includes('zurückgebucht') && text.includes(claim.claim_id),
  );
  expect(told.map(({ text }) => text.includes('25.00 EUR'))).toEqual([true]);
  const record = await decisionOf(db(), first);
  if (!record) throw new Error('the clawback was decided');
  expect(await rerunDecision(db(), here.vault, { case: first, record }, decideAgain)).toMatchObject({
    result: 'equal',
  });

  const rest = await refund({ invoice_number: claim.invoice_number, sku: 'ep pro' });
  await waiting(rest);
  expect((await decisionOf(db(), rest))?.decision.reasons.map(({ rule }) => rule)).toEqual([
    'clawback.again',
  ]);
  await here.decide(rest, 'p-olga', { action: 'approve' });
  await completed(rest);
  expect((await booked(id)).filter((amount) => amount !== '0.00')).toEqual(['50.00', '-25.00', '-25.00']);

  // Undone after it was refunded, it gives back nothing more; and a refund that is rolled back stays.
  for (const one of [id, first]) {
    const reversing = here.reverse(one, 'p-olga');
    await eventually(async () => (await getCase(db(), reversalId(one)))?.status === 'waiting_for_decision');
    await here.decide(reversalId(one), 'p-finn', { action: 'approve' });
    expect(await reversing).toBe('rolled_back');
  }
  expect((await booked(id)).filter((amount) => amount !== '0.00')).toEqual(['50.00', '-25.00', '-25.00']);
  expect(await held(id)).toBe(0);
});

test('a refund of what was never paid waits for a person and takes back nothing; a rejected one releases what it held', async () => {
  const unknown = await refund({ claim: `C-${RUN}-none` });
  await waiting(unknown);
  await here.decide(unknown, 'p-olga', { action: 'reject' });
  expect(await completed(unknown)).toMatchObject({ outcome: 'Kept' });

  const { id, claim } = await paid();
  // In another currency than the sale nothing could be booked, so nobody can say yes.
  const wrong = await refund({ claim: claim.claim_id, refunded: { amount: '1.00', currency: 'USD' } });
  await waiting(wrong);
  expect(await held(id)).toBe(5000);
  await expect(here.decide(wrong, 'p-olga', { action: 'approve' })).rejects.toMatchObject({
    cause: { details: [{ code: 'not_offered' }] },
  });
  await here.decide(wrong, 'p-olga', { action: 'reject' });
  expect(await completed(wrong)).toMatchObject({ outcome: 'Kept' });
  expect(await held(id)).toBe(0);
  expect((await booked(id)).filter((amount) => amount !== '0.00')).toEqual(['50.00']);
});

test('an invoice that two programs paid in two currencies is taken back in both, and each is told with its own amount', async () => {
  const { claim, id } = await paid();
  const abroad = await offer(here, {
    ...{ program: 'endpoint-launch-usd', type: 'rebate', currency: 'USD', caps: [], alongside: ['spiff'] },
    rules: perUnit('6.00', 'USD').rules,
  });
  const second = { ...claim, claim_id: `${claim.claim_id}U`, program: abroad };
  const other = await submitClaim(here, second);
  await here.until(other, ({ status }) => status !== 'running');
  if ((await here.row(other)).status !== 'completed')
    await here.decide(other, 'p-olga', { action: 'approve' });
  await completed(other);
  expect(await booked(other)).toEqual(['60.00']);
  const both = await refund({ invoice_number: claim.invoice_number });
  await waiting(both);
  await here.decide(both, 'p-olga', { action: 'approve' });
  expect(await completed(both)).toMatchObject({ outcome: 'Taken Back' });
  const standing = async (one: string) => (await booked(one)).filter((amount) => amount !== '0.00');
  expect([await standing(id), await standing(other)]).toEqual([
    ['50.00', '-50.00'],
    ['60.00', '-60.00'],
  ]);
  for (const [{ claim_id }, amount] of [
    [claim, '50.00 EUR'],
    [second, '60.00 USD'],
  ] as const) {
    const told = toldOf(here, { claim_id }).filter(({ text }) => text.includes('zurückgebucht'));
    expect(told.map(({ text }) => text.includes(amount))).toEqual([true]);
  }
});

test('a registration that is rolled back after its claim was paid holds the money, and a person is asked', async () => {
  const deal = inPrm(here, { source_partner_id: CERTIFIED });
  const registration = await here.submit(deal, 'impartner');
  await here.until(registration, ({ status }) => status !== 'running');
  if ((await here.row(registration)).status !== 'completed')
    await here.decide(registration, 'p-olga', { action: 'approve' });
  await completed(registration);
  const { id } = await paid({ deal_id: deal.deal_id, customer_name: deal.customer_name });
  const begun = async () => {
    const { rows } = await db().query<{ id: string }>(
      `select case_id as id from cases where lifecycle = 'clawback' and source = 'quarterdeck'`,
    );
    return rows[0]?.id;
  };
  // Another case that is rolled back, whose source happens to call its record the same, has nothing to do with it.
  const row = await getCase(db(), id);
  if (!row) throw new Error('the claim has a row');
  await claimsOfRegistration(here.deps, { ...row, externalId: deal.deal_id });
  expect(await begun()).toBeUndefined();
  await here.reverse(registration, 'p-olga');
  const own = await eventually(begun);
  await waiting(own);
  expect(await held(id)).toBe(5000);
  expect((await decisionOf(db(), own))?.decision.reasons.map(({ rule }) => rule)).toContain(
    'clawback.registration',
  );
  await here.decide(own, 'p-olga', { action: 'approve' });
  expect(await completed(own)).toMatchObject({ outcome: 'Taken Back' });
  expect(await held(id)).toBe(0);
  expect((await booked(id)).filter((amount) => amount !== '0.00')).toEqual(['50.00', '-50.00']);

  const rows = await rollForward(db(), { from: today(), to: today(), program: LAUNCH });
  expect(rows.map(outBy)).toEqual([0n]);
  expect(await forgedBookings(db(), here.deps.installationKey)).toEqual([]);
});

test('where its segment is put in shadow while a person is asked, what it held is released when it is told anew', async () => {
  const { claim, id, half } = await paid();
  const own = { clawback_id: `R-${RUN}-shadow`, claim: claim.claim_id };
  const one = await refund({ ...own, version: '1' });
  const { segment } = await waiting(one);
  expect(await held(id)).toBe(5000);
  await here.setRollout(segment ?? '', 'shadow', 'p-sam', 'clawback');
  expect(await refund({ ...own, version: '2', refunded: half })).toBe(one);
  expect(await completed(one)).toMatchObject({ outcome: 'shadow: automatic' });
  expect(await held(id)).toBe(0);
  expect((await booked(id)).filter((amount) => amount !== '0.00')).toEqual(['50.00']);
});
