import type { PastRegistration } from '../../../domain/deal/fill-in.ts';
import { type Store, transact } from '../../store/pool.ts';
import { SubjectErased } from '../../store/seal.ts';
import { submissionOf } from '../../store/submissions.ts';
import type { Vault } from '../../store/vault.ts';
import { openDeal } from './sealed.ts';

const MOST = 100;

/** A partner's latest registrations with what they stated, newest first; those of an erased person are left out. */
export async function pastRegistrations(
  { store, vault }: { store: Store; vault: Vault },
  partnerId: string,
): Promise<PastRegistration[]> {
  return transact(store, async (tx) => {
    const { rows } = await tx.query<{ case_id: string }>(
      `select case_id from cases where lifecycle = 'deal' and partner_id = $1
        order by opened_at desc, case_id desc limit $2`,
      [partnerId, MOST],
    );
    const past: PastRegistration[] = [];
    for (const { case_id } of rows) {
      const kept = await submissionOf(tx, case_id);
      const deal = kept && (await openDeal(tx, vault, kept.canonical).catch(unlessErased));
      if (!deal) continue;
      const { submission } = deal;
      past.push({
        case: case_id,
        partnerId,
        submittedAt: submission.submission_timestamp,
        fields: submission,
      });
    }
    return past;
  });
}

function unlessErased(error: unknown): null {
  if (error instanceof SubjectErased) return null;
  throw error;
}
