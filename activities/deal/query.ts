import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { DealSubmission } from '../../domain/deal/registration.ts';
import { caseId } from '../../domain/identity.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { prmRecordId } from '../match/match-records.ts';

/** The name under which the match index holds a registration of ours. */
export const registrationRecordId = (caseId: string): string => `registration:${caseId}`;

/** A registration as it is compared with others. @param domain the contact's company domain */
export function queryOf(
  id: string,
  submission: DealSubmission,
  domain: string | null,
  vault: Pick<Vault, 'tokenOf'>,
): MatchRecord {
  const { customer_name, primary_contact_email: email, territories, product_families } = submission;
  return {
    record: registrationRecordId(id),
    kind: 'registration',
    name: customer_name ?? '',
    domain,
    contactToken: email === null ? null : vault.tokenOf(email),
    address: null,
    products: product_families,
    territories,
    parent: null,
  };
}

/**
 * Tells whether a record is this very registration: any of its cases (a reopening and an appeal are the next sequence), or its
 * record in the PRM or the CRM.
 */
export function ownRecords(
  row: Pick<CaseRow, 'lifecycle' | 'source' | 'externalId'>,
  vendors: { prm: string; crm: string },
  prmDeal: string | null,
): (one: IndexedRecord) => boolean {
  const first = registrationRecordId(caseId({ ...row, sequence: 1 }));
  const inPrm = row.source === vendors.prm ? row.externalId : prmDeal;
  // Entered in the CRM itself, it is an open opportunity there from its first moment.
  const inCrm = row.source === vendors.crm ? `crm:Opportunity/${row.externalId}` : null;
  return ({ record: { record } }) =>
    record === first ||
    (record.startsWith(`${first}~`) && /^~\d+$/.test(record.slice(first.length))) ||
    record === inCrm ||
    (inPrm !== null && record === prmRecordId(vendors.prm, inPrm));
}

/** A registration under review as the match index keeps it. */
export function indexedRegistration(
  query: MatchRecord,
  { source_partner_id, submission_timestamp }: DealSubmission,
): IndexedRecord {
  return {
    record: query,
    facts: {
      partnerId: source_partner_id,
      submittedAt: submission_timestamp,
      protectedUntil: null,
      open: true,
      lastTouchAt: null,
      status: 'Under Review',
      sourceOfRecord: 'registration',
    },
  };
}
