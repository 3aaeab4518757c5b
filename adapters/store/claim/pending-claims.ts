import { OPEN_STATUSES } from '../../../domain/case.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import type { Money } from '../../../domain/money.ts';
import type { Tx } from '../pool.ts';
import { newestSignedLook } from '../signed-looks.ts';

/** What a look keeps of what a claim pays by itself. */
interface Earning {
  /** Null: nothing can be calculated, or it is decided blind and nobody may see it. */
  earned: Money | null;
}

/**
 * What each claim of a program may pay that is not settled: nobody has decided it, or it waits for room in the budget. Null: nobody knows it, or
 * may know it, yet.
 */
export async function pendingClaims(tx: Tx, root: TrustRoot, program: string): Promise<(Money | null)[]> {
  const { rows } = await tx.query<{ case: string }>(
    `select k.case_id as "case" from claims k join cases c using (case_id)
      where k.program = $1 and c.status = any($2)
        and not exists (select from account_entries e where e.claim = k.case_id) order by 1`,
    [program, OPEN_STATUSES],
  );
  const pending: (Money | null)[] = [];
  for (const { case: id } of rows)
    pending.push((await newestSignedLook<Earning>(tx, root, id))?.earned ?? null);
  return pending;
}
