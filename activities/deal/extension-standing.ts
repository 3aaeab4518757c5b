import type { Call } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import { type CaseRow, getCase } from '../../adapters/store/cases.ts';
import { registrationOf } from '../../adapters/store/deal/registrations.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { type Extendable, extendedUntil } from '../../domain/deal/protection.ts';
import { failure } from '../kit/vendor-failures.ts';

/** What an extension is decided on. */
export interface ExtensionStanding {
  row: CaseRow;
  facts: Extendable;
  /** Until when it would protect; null without a protection. */
  until: string | null;
  /** Of the facts: what a token for the extension signs. */
  evidenceHash: string;
}

/** Reads the registration and its opportunity's stage in the CRM. @throws failure NotFound, VendorFault */
export async function extensionStanding(
  tx: Tx,
  { crm }: Pick<Ports, 'crm'>,
  caseId: string,
  call: Call,
): Promise<ExtensionStanding> {
  const [row, registration] = [await getCase(tx, caseId), await registrationOf(tx, caseId)];
  if (!row || !registration) throw failure('NotFound', `case ${caseId} has no registration`);
  const opportunity = await opportunityOf(tx, caseId);
  const { domain, customerName, status, protectedUntil, extendedAt } = registration;
  const found = opportunity === null ? null : await crm.candidates({ domain, name: customerName }, call);
  const open = found?.opportunities.find((one) => one.id === opportunity && one.open);
  const facts: Extendable = {
    status,
    protectedUntil,
    extendedAt,
    stage: open?.stage ?? null,
    openingStage: crm.openingStage,
  };
  const until = protectedUntil === null ? null : extendedUntil(protectedUntil);
  return { row, facts, until, evidenceHash: contentHash({ ...facts, opportunity }) };
}

/** Id of the opportunity that the approval wrote; null when it is gone or never was. */
async function opportunityOf(tx: Tx, caseId: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `select landed ->> 'id' as id from effects e
      where case_id = $1 and operation = 'crm.upsertOpportunity' and status = 'done' and undoes is null
        and not exists (select from effects u where u.undoes = e.key and u.status = 'done')
      order by revision desc limit 1`,
    [caseId],
  );
  return rows[0]?.id ?? null;
}
