import { beforeAll, expect, test } from '@jest/globals';
import { linesOfClaim } from '../../../adapters/store/accounts/booked-lines.ts';
import { claimOf } from '../../../adapters/store/claim/claims.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { skipWithout } from '../../environment/servers.ts';
import { eventually } from '../deal/cases.ts';
import { newClaim, offer, submitClaim, toldOf, withInvoice, withMore } from './cases.ts';

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
});
