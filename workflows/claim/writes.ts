import { condition, patched } from '@temporalio/workflow';
import type { BookedClaim } from '../../activities/claim/booked.ts';
import type { ClaimActivities } from '../../activities/claim/index.ts';
import type { ClaimLook, SealedClaim } from '../../activities/claim/look.ts';
import type { Json } from '../../domain/json.ts';
import { record } from '../kit/profiles.ts';
import { localFirst } from '../kit/step.ts';
import type { ClaimCase, ClaimEnding } from './claim.ts';
import { sendClaimNotice } from './notices.ts';

const claims = localFirst<ClaimActivities>(record, 'claim');
const LOOK_AGAIN = '15 minutes';

/** Accrues every line that nobody rejects, and tells the partner how it was calculated. @param authority who it stands on */
export async function pay(claim: ClaimCase, look: ClaimLook, authority: string): Promise<ClaimEnding> {
  const { accrual, program } = look;
  // Decided blind, a yes may find that no line can be paid: nobody has said no.
  if (accrual === null || program === null) return refuse(claim, look, null);
  const doubled = await grantedMeanwhile(claim, look);
  if (doubled) return refuse(claim, ...doubled);
  const event = `${accrual.claim}/accrue`;
  const { id, versions } = program;
  const upTo = look.upTo ? { upTo: { ...look.upTo } } : {};
  const payload = { program: id, claim: accrual as unknown as Json, event, versions, ...upTo };
  await claim.ledger.write('accrue', 'accounts.accrue', payload);
  const booked = await onceBooked(claim, look, { event, currency: program.currency, accrual });
  const refused = look.refusals.filter(({ rejected }) => rejected);
  const values = { total: { ...booked.total }, calculation: booked.calculation as unknown as Json };
  const granted = accrual.lines.map(({ line }) => line.slice(accrual.claim.length + 1));
  const end = { claim: booked.standing === 'booked' ? ('Accrued' as const) : ('Approved' as const), granted };
  if (refused.length === 0) {
    await sendClaimNotice(claim.ledger, look, 'approved', values);
    return { outcome: 'Approved', authority, ...end };
  }
  await sendClaimNotice(claim.ledger, look, 'partly_approved', {
    ...values,
    refused: refused as unknown as Json,
  });
  return { outcome: 'Partially Approved', authority, ...end };
}

/** Tells the partner what is not paid, by which rules, and what would make it payable. */
export async function refuse(
  claim: ClaimCase,
  look: ClaimLook,
  authority: string | null,
): Promise<ClaimEnding> {
  await sendClaimNotice(claim.ledger, look, 'rejected', { refused: look.refusals as unknown as Json });
  return { outcome: 'Rejected', claim: 'Rejected', granted: [], authority };
}

/**
 * Where another claim was granted the same sale since this one was looked at, a person says whether it is paid all the same.
 * @returns the look with what rejects it and who said so; null: it is paid
 */
async function grantedMeanwhile(
  { desk, memory }: ClaimCase,
  look: ClaimLook,
): Promise<[look: ClaimLook, authority: string] | null> {
  while (!memory.alone) {
    const reasons = await claims.grantedSince(look.evidenceHash);
    memory.alone = reasons.length === 0;
    if (memory.alone) break;
    const { outcome, decided } = await desk.ask({
      ...{ kind: 'review', reasons, evidenceHash: look.evidenceHash, clocks: ['claim'] },
      actions: ['approve', 'reject', 'reassign'],
    });
    memory.alone = outcome === 'approved';
    if (outcome === 'rejected') {
      const rules = [...new Set(reasons.map(({ rule }) => rule))];
      const refusals = look.refusals.map((line) => ({ ...line, rules, rejected: true }));
      return [{ ...look, refusals }, decided?.by ?? 'system'];
    }
  }
  return null;
}

/**
 * A claim that would break the budget of its program waits until a refund, an undo or a larger budget makes room; its partner hears that it does.
 * Where it will not be booked by itself, a person mends that and has it looked at again, or rolls the case back.
 */
async function onceBooked(
  { desk, ledger, renewal }: ClaimCase,
  look: ClaimLook,
  { event, currency, accrual }: { event: string; currency: string; accrual: SealedClaim },
): Promise<BookedClaim> {
  const lines = accrual.lines.map(({ line, sku, quantity }) => ({ line, sku, quantity }));
  const asked = { event, currency, claim: accrual.claim, lines };
  let told = false;
  for (;;) {
    const booked = await claims.booked(asked);
    if (booked.standing === 'booked') return booked;
    if (booked.stuck && patched('asked-when-stuck')) {
      await desk.ask({
        ...{ kind: 'effect', evidenceHash: look.evidenceHash, clocks: ['effect'] },
        reasons: [{ rule: 'effect', text: booked.stuck, source: 'accounts.accrue' }],
        actions: ['approve', 'reassign'],
      });
      continue;
    }
    if (booked.standing !== 'waits') return booked;
    if (!told) await sendClaimNotice(ledger, look, 'waiting', {});
    told = true;
    if (await condition(() => renewal.due(), LOOK_AGAIN)) await renewal.renew();
  }
}
