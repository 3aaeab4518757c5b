import { beforeAll, expect, test } from '@jest/globals';
import { applyClaimEdits } from '../../../activities/claim/edits.ts';
import { linesOfClaim } from '../../../adapters/store/accounts/booked-lines.ts';
import { getCase } from '../../../adapters/store/cases.ts';
import { claimOf } from '../../../adapters/store/claim/claims.ts';
import { decisionOf, rerunDecision } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { submissionOf } from '../../../adapters/store/submissions.ts';
import { decideAgain } from '../../../domain/deciders.ts';
import { reversalId } from '../../../domain/identity.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { eventually } from '../deal/cases.ts';
import { historyText } from '../history-text.ts';
import { fileOf, newClaim, offer, submitClaim, withInvoice } from './cases.ts';

/** Claims from their submission to the accounts and back, on the real servers. */

const here = describeInstallation();
beforeAll(() => offer(here).then(() => undefined));
const db = () => statement(here.store);
const waiting = (id: string) => here.until(id, ({ status }) => status === 'waiting_for_decision');
const completed = (id: string) => here.until(id, ({ status }) => status === 'completed');
const booked = async (id: string) => (await linesOfClaim(db(), id)).map(({ amount }) => amount.amount);
const mailsOf = (claim: { claim_id: string }) =>
  here.smtp.mails.filter(({ text }) => text.includes(claim.claim_id)).map(({ text }) => text);

/** Names of the customer and of the partner, who is the seller, stand in no history. */
async function keptOut(id: string): Promise<void> {
  const told = await historyText(here.env.client.workflow.getHandle(id));
  for (const name of ['Kiefernberg', 'Fuldatal Systemtechnik']) expect(told).not.toContain(name);
}

test('one that its invoice shows is accrued without a person, told in German with its calculation, and not paid twice', async () => {
  const claim = withInvoice(newClaim(here));
  const id = await submitClaim(here, claim);
  expect(await completed(id)).toMatchObject({ outcome: 'Approved', segment: 'Platinum/EMEA/spiff' });
  expect(await claimOf(db(), id)).toMatchObject({ status: 'Accrued', validation: 'Auto-Approved' });
  expect(await booked(id)).toEqual(['50.00']);
  const [told] = mailsOf(claim);
  expect(told).toContain('50,00 EUR');
  expect(told).toContain('Satz: 10 × 5.00 EUR = 50');
  await keptOut(id);
  const record = await decisionOf(db(), id);
  if (!record) throw new Error('the claim was decided');
  expect(await rerunDecision(db(), here.vault, { case: id, record }, decideAgain)).toMatchObject({
    result: 'equal',
  });

  // The same again changes nothing, and what was paid is not claimed again under its name.
  expect(await submitClaim(here, claim)).toBe(id);
  expect(await submitClaim(here, { ...claim, notes: 'once more' })).toBe(id);
  expect(await here.row(id)).toMatchObject({ status: 'completed', outcome: 'Approved' });
  expect(await booked(id)).toEqual(['50.00']);

  // Under another name it is the same sale.
  const again = await submitClaim(here, { ...claim, claim_id: `${claim.claim_id}-B` });
  await here.until(again, ({ status }) => status !== 'running');
  const { decision } = (await decisionOf(db(), again)) ?? {};
  expect(decision?.outcome).not.toBe('automatic');
  expect(decision?.reasons.map(({ rule }) => rule).join()).toContain('claim.duplicate_');
  expect(await booked(again)).toEqual([]);
});

test('taken back after its end, with a second yes, it ends at exactly zero, and the vendors are as before', async () => {
  const claim = withInvoice(newClaim(here));
  const before = JSON.stringify(await here.exported());
  const id = await submitClaim(here, claim);
  await here.until(id, ({ status }) => status !== 'running');
  if ((await here.row(id)).status !== 'completed') await here.decide(id, 'p-olga', { action: 'approve' });
  await completed(id);
  expect(await booked(id)).toEqual(['50.00']);
  const reversing = here.reverse(id, 'p-olga');
  const own = reversalId(id);
  await eventually(async () => (await getCase(db(), own))?.status === 'waiting_for_decision');
  await here.decide(own, 'p-finn', { action: 'approve' });
  expect(await reversing).toBe('rolled_back');
  expect(await booked(id)).toEqual(['50.00', '-50.00']);
  expect(await claimOf(db(), id)).toMatchObject({ status: 'Reversed' });
  expect(JSON.stringify(await here.exported())).toBe(before);
});

test('without its invoice the partner is asked; what then cannot be read a person decides', async () => {
  const claim = newClaim(here);
  const id = await submitClaim(here, claim);
  await here.until(id, ({ status }) => status === 'waiting_for_partner');
  expect(
    await submitClaim(here, { ...claim, documents: [fileOf(Buffer.from('%PDF-1.4 broken %%EOF'))] }),
  ).toBe(id);
  await waiting(id);
  const { decision } = (await decisionOf(db(), id)) ?? {};
  expect(decision?.reasons.map(({ rule }) => rule)).toEqual(
    expect.arrayContaining(['claim.document_unread', 'claim.unproved']),
  );
  // The Controller could pay it, and is no reviewer of its program.
  await expect(here.decide(id, 'p-cora', { action: 'approve' })).rejects.toMatchObject({
    cause: { message: expect.stringContaining('ask Channel Manager or Partner Ops') },
  });
  await here.decide(id, 'p-olga', { action: 'approve' });
  expect(await completed(id)).toMatchObject({ outcome: 'Approved' });
  expect(await booked(id)).toEqual(['50.00']);
});

test('of two lines the one that a rule rejects is not paid, and its partner hears which rule and what would help', async () => {
  const whole = withInvoice(newClaim(here));
  const other = { sku: 'ARC-STD', quantity: '3', amount: { amount: '900.00', currency: 'EUR' } };
  const claim = { ...whole, lines: [...whole.lines, other] };
  const id = await submitClaim(here, claim);
  await waiting(id);
  await here.decide(id, 'p-olga', { action: 'approve' });
  expect(await completed(id)).toMatchObject({ outcome: 'Partially Approved' });
  expect(await booked(id)).toEqual(['50.00']);
  expect(mailsOf(claim).at(-1)).toMatch(/ARC-STD: Das Programm zahlt für dieses Produkt nicht\./);
});

test('an override pays what it says; of more than is paid without a person it is asked about once more', async () => {
  const claim = withInvoice(newClaim(here));
  const id = await submitClaim(here, { ...claim, lines: [{ ...claim.lines[0], quantity: '12' }] });
  await waiting(id);
  await here.decide(id, 'p-olga', { action: 'override', edits: { lines: [{ line: '1', quantity: '8' }] } });
  await completed(id);
  expect(await booked(id)).toEqual(['40.00']);
  await keptOut(id);
});

test('an override pays of the claim that its reviewer has seen, and not of one that came in meanwhile', async () => {
  const claim = withInvoice(newClaim(here));
  const of = (quantity: string) => ({ ...claim, lines: [{ ...claim.lines[0], quantity }] });
  const id = await submitClaim(here, of('12'));
  await waiting(id);
  expect(await submitClaim(here, of('5000'))).toBe(id);
  const edits = { lines: [{ line: '1' }] };
  expect(await applyClaimEdits(here.deps, { case: id, revision: 1, edits, by: 'p-olga' })).toBe(3);
  const kept = (await submissionOf(db(), id, 3))?.canonical;
  expect(kept).toMatchObject({
    claim: { lines: [{ quantity: '12' }] },
    edited: { lines: [{ line: '1' }], by: 'p-olga' },
  });
});
