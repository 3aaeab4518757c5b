import { submit } from '../../adapters/intake/submit.ts';
import { paidLines } from '../../adapters/store/accounts/paid-lines.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { landedRecords } from '../../adapters/store/landed-records.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { StatedClawback } from '../../domain/clawback/stated-clawback.ts';
import type { ActivityDeps } from '../index.ts';

/** Its source in case ids: nobody outside has told it. */
const OURSELVES = 'quarterdeck';

/**
 * Begins a clawback for each claim that was paid under a registration that was rolled back: a person decides, and until then nothing of the claim is
 * paid. Repeating it changes nothing.
 */
export async function claimsOfRegistration(deps: ActivityDeps, row: CaseRow): Promise<void> {
  const db = statement(deps.store);
  // Each approval is written to the PRM. What the case's source calls its record says nothing: another system, or a claim, may use the same id.
  const deals = (await landedRecords(db, row.case, 'prm')).map((id) => `prm:Deal/${id}`);
  const paid = await paidLines(db, deps.installationKey, { deals });
  for (const claim of new Set(paid.map((line) => line.claim))) {
    const stated: StatedClawback = {
      ...{ cause: 'registration', claim, line: null, invoiceNumber: null, sku: null, refunded: 'whole' },
      on: deps.now().toISOString().slice(0, 10),
    };
    const submission = { externalId: `${row.case}/${claim}`, version: '1', stated };
    await submit(deps, 'clawback', submission, { source: OURSELVES, sample: row.sample });
  }
}
