import { beforeAll, expect, test } from '@jest/globals';
import { linesOfClaim } from '../../../adapters/store/accounts/booked-lines.ts';
import { standingOfEvent } from '../../../adapters/store/accounts/standings.ts';
import { getCase } from '../../../adapters/store/cases.ts';
import { claimOf } from '../../../adapters/store/claim/claims.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { skipWithout } from '../../environment/servers.ts';
import { eventually } from '../deal/cases.ts';
import { newClaim, offer, perUnit, submitClaim, toldOf, withInvoice, withMore } from './cases.ts';

/** What happens to a claim between its decision and its end, on a server that skips time. */

skipWithout('java')('in the middle of its case', () => {
  const here = describeInstallation({ skips: true });
  beforeAll(() => offer(here).then(() => undefined));

  const db = () => statement(here.store);
  const waiting = (id: string) => here.until(id, ({ status }) => status === 'waiting_for_decision');
  const completed = (id: string) => here.until(id, ({ status }) => status === 'completed');
  const booked = async (id: string) => (await linesOfClaim(db(), id)).map(({ amount }) => amount.amount);
  const subjects = (claim: { claim_id: string }) => toldOf(here, claim).map(({ subject }) => subject);
  const vendors = async () => JSON.stringify(await here.exported());

  /** Has a case rolled back, with the second yes where money would move. */
  async function rollBack(id: string): Promise<void> {
    await here.decide(id, 'p-olga', { action: 'rollback' });
    const { status } = await here.until(
      id,
      (row) => row.status === 'rolled_back' || row.gate?.kind === 'rollback',
    );
    if (status !== 'rolled_back') await here.decide(id, 'p-finn', { action: 'approve' });
    await here.until(id, (row) => row.status === 'rolled_back');
    expect(await claimOf(db(), id)).toMatchObject({ status: 'Reversed' });
  }

  test('rolled back between its accrual and its notice it ends at zero, with a second yes', async () => {
    const claim = newClaim(here);
    // The first mail of this installation: nobody else waits for it.
    await misbehave(here.smtp, { method: 'POST', path: '/messages', delayMs: 4_000 });
    const id = await submitClaim(here, withInvoice(claim));
    await eventually(async () => (await booked(id)).length === 1);
    expect(await here.row(id)).toMatchObject({ status: 'running' });
    await rollBack(id);
    expect(await booked(id)).toEqual(['50.00', '-50.00']);
  });

  test('rolled back while it waits for a decision it leaves nothing, and its sale may be claimed anew', async () => {
    const claim = newClaim(here);
    const before = await vendors();
    const id = await submitClaim(here, withMore(claim));
    await waiting(id);
    await eventually(() => subjects(claim).length === 1);
    await rollBack(id);
    expect(await booked(id)).toEqual([]);
    expect(await vendors()).toBe(before);
    expect(subjects(claim)).toEqual([
      'Antrag eingegangen: Endpoint Pro launch SPIFF',
      'Berichtigung: Antrag eingegangen: Endpoint Pro launch SPIFF',
    ]);
    const again = await submitClaim(here, withInvoice({ ...claim, claim_id: `${claim.claim_id}-B` }));
    expect(await completed(again)).toMatchObject({ outcome: 'Approved' });
  });

  test('a sale that another claim was granted while this one waited is asked about once more', async () => {
    const claim = newClaim(here);
    const total = { amount: '60.00', currency: 'EUR' };
    const first = await submitClaim(here, { ...withInvoice(claim), total });
    await waiting(first);
    const second = await submitClaim(here, withInvoice({ ...claim, claim_id: `${claim.claim_id}-B` }));
    await waiting(second);
    await here.decide(second, 'p-olga', { action: 'approve' });
    await completed(second);
    await here.decide(first, 'p-olga', { action: 'approve' });
    await here.until(first, ({ gate }) => JSON.stringify(gate).includes('claim.duplicate_'));
    expect(await booked(first)).toEqual([]);
    await here.decide(first, 'p-olga', { action: 'reject' });
    expect(await completed(first)).toMatchObject({ outcome: 'Rejected' });
    expect([await booked(first), await booked(second)]).toEqual([[], ['50.00']]);
    expect(toldOf(here, claim).at(-1)?.text).toContain('Dieser Verkauf wurde bereits beantragt.');
  });

  test('what a correction of the program would pay otherwise than was decided is not booked, and is decided anew', async () => {
    const program = await offer(here, { program: 'corrected-later' });
    const claim = newClaim(here, program);
    const id = await submitClaim(here, withMore(claim));
    await waiting(id);
    await offer(here, { program, ...perUnit('7.00') });
    await here.decide(id, 'p-olga', { action: 'approve' });
    const { gate } = await here.until(id, (row) => row.gate?.kind === 'effect');
    expect(JSON.stringify(gate)).toContain('the program was corrected after the claim was decided');
    expect(await booked(id)).toEqual([]);
    await rollBack(id);
    const again = await submitClaim(here, withInvoice(claim));
    expect(again).toBe(`${id}~2`);
    expect(await completed(again)).toMatchObject({ outcome: 'Approved' });
    expect(await booked(again)).toEqual(['70.00']);
  });

  test('a claim for which the budget has no room is told so once, and booked when another is reversed; one that is rolled back meanwhile never is', async () => {
    const program = await offer(here, {
      program: 'small-budget',
      budget: { amount: '60.00', currency: 'EUR' },
    });
    const [first, second, third] = [0, 1, 2].map(() => newClaim(here, program)) as [
      ReturnType<typeof newClaim>,
      ReturnType<typeof newClaim>,
      ReturnType<typeof newClaim>,
    ];
    const paid = await submitClaim(here, withInvoice(first));
    await completed(paid);
    const waits = await submitClaim(here, withInvoice(second));
    const waitsFor = 'Antrag bewilligt, wartet auf Budget: Endpoint Pro launch SPIFF';
    await eventually(() => subjects(second).length === 1);
    const dropped = await submitClaim(here, withInvoice(third));
    await eventually(() => subjects(third).length === 1);
    await here.env.sleep('3 days');
    expect([subjects(second), subjects(third)]).toEqual([[waitsFor], [waitsFor]]);
    expect(await here.row(waits)).toMatchObject({ status: 'running' });
    expect([await booked(waits), await booked(dropped)]).toEqual([[], []]);

    await rollBack(dropped);
    expect(await standingOfEvent(db(), `${dropped}/accrue`)).toMatchObject({ standing: 'nothing' });

    const reversal = await here.startReversal(paid, 'p-olga');
    await eventually(async () => (await getCase(db(), reversal))?.status === 'waiting_for_decision');
    await here.decide(reversal, 'p-finn', { action: 'approve' });
    await here.until(paid, ({ status }) => status === 'rolled_back');
    expect(await booked(paid)).toEqual(['50.00', '-50.00']);
    expect(await booked(waits)).toEqual(['50.00']);
    await here.env.sleep('25 hours');
    expect(await completed(waits)).toMatchObject({ outcome: 'Approved' });
    expect(await claimOf(db(), waits)).toMatchObject({ status: 'Accrued' });
    expect(subjects(second)).toEqual([waitsFor, 'Antrag bewilligt: Endpoint Pro launch SPIFF']);
    expect(await booked(dropped)).toEqual([]);
  });
});
