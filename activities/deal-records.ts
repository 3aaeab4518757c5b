import type { Call, PartnerRecord, Ports } from '../adapters/ports.ts';
import { type CaseRow, getCase } from '../adapters/store/cases.ts';
import { getPolicy, policyAt } from '../adapters/store/policies.ts';
import type { Store, Tx } from '../adapters/store/pool.ts';
import { findConflicts } from '../adapters/store/registrations.ts';
import { unseal } from '../adapters/store/seal.ts';
import { statement } from '../adapters/store/statement.ts';
import { submissionOf } from '../adapters/store/submissions.ts';
import type { Vault } from '../adapters/store/vault.ts';
import { type DecisionPolicy, decisionPolicySchema } from '../contracts/deal-policy.ts';
import type { ReceivedDeal } from '../domain/canonical-deal.ts';
import { segmentName } from '../domain/case.ts';
import { normaliseCompanyName } from '../domain/company-name.ts';
import type { ConflictCandidate } from '../domain/deal-1/evidence.ts';
import type { DatedRate } from '../domain/exchange-rate.ts';
import { contactDomain, type DealRecords } from './deal-evidence.ts';
import { failure } from './vendor-failures.ts';

export interface DealDeps {
  store: Store;
  ports: Pick<Ports, 'prm' | 'crm' | 'llm'>;
  vault: Vault;
  rates: () => readonly DatedRate[];
  now: () => Date;
}

export interface DealRequest {
  case: string;
  revision: number;
}

/** One submission with its case, the policy it is judged by and everything that was read about it. */
export interface DealReading {
  row: CaseRow;
  /** As stored: personal values sealed. */
  sealed: ReceivedDeal;
  records: DealRecords;
  partner: PartnerRecord | null;
  segment: string;
  /** Company domain of the contact and normalised name of the customer. */
  customer: { domain: string | null; name: string };
  policy: DecisionPolicy['deal'];
  policyVersion: string;
}

/** Reads PRM, CRM and our own registrations side by side. @throws failure NotFound, VendorFault */
export async function readDeal(
  { store, ports, vault, rates, now }: DealDeps,
  request: DealRequest,
  call: Call,
): Promise<DealReading> {
  const db = statement(store);
  const [row, kept] = await Promise.all([
    getCase(db, request.case),
    submissionOf(db, request.case, request.revision),
  ]);
  if (!row || !kept) {
    throw failure('NotFound', `case ${request.case} has no submission ${request.revision}; submit it again`);
  }
  const { policy, version } = await policyOf(db, row.policyVersion, now().toISOString());
  const deal = (await unseal(db, vault, kept.canonical, { erased: 'mark' })) as unknown as ReceivedDeal;
  const { submission } = deal;
  const customer = {
    domain: contactDomain(submission.primary_contact_email, policy.deal.freeMail),
    name: normaliseCompanyName(submission.customer_name ?? ''),
  };
  const [partner, crm, registrations] = await Promise.all([
    ports.prm.partner(submission.source_partner_id, call),
    ports.crm.candidates({ domain: customer.domain, name: submission.customer_name ?? '' }, call),
    registeredCandidates(db, request.case, customer, policy.deal.similarName),
  ]);
  return {
    row,
    sealed: kept.canonical as unknown as ReceivedDeal,
    records: { deal, partner, ...crm, registrations, rates: rates() },
    partner,
    segment: segmentName({
      tier: partner?.tier ?? 'unknown',
      region: partner?.region ?? 'unknown',
      program: submission.program,
    }),
    customer,
    policy: policy.deal,
    policyVersion: version,
  };
}

async function registeredCandidates(
  db: Tx,
  self: string,
  customer: DealReading['customer'],
  threshold: number,
): Promise<ConflictCandidate[]> {
  const matches = await findConflicts(db, {
    case: self,
    domain: customer.domain,
    normalisedName: customer.name,
    threshold,
  });
  return matches.map((match) => ({
    record: `registration:${match.case}`,
    kind: 'registration',
    name: match.customerName,
    normalisedName: normaliseCompanyName(match.customerName),
    domain: match.domain,
    partnerId: match.partnerId,
    submittedAt: match.submittedAt,
    protectedUntil: match.protectedUntil,
    open: true,
  }));
}

/** The case keeps the policy it started with; its first triage takes the one in force. @throws failure NotFound */
async function policyOf(
  db: Tx,
  version: string | null,
  asOf: string,
): Promise<{ policy: DecisionPolicy; version: string }> {
  const row = version === null ? await policyAt(db, asOf) : await getPolicy(db, version);
  if (!row)
    throw failure('NotFound', 'no decision policy is in force; load policy/ by restarting the worker');
  const known = parsed.get(row.version) ?? decisionPolicySchema.parse(row.body);
  parsed.set(row.version, known);
  return { policy: known, version: row.version };
}

/** A version never changes (it is the content's hash), and reading one costs more than its decision. */
const parsed = new Map<string, DecisionPolicy>();
