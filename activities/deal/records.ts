import type { Call } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import type { PartnerRecord } from '../../adapters/ports/prm.ts';
import { caseToLookAt } from '../../adapters/store/case-to-look-at.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { indexRecords } from '../../adapters/store/match.ts';
import { marksOf } from '../../adapters/store/match-marks.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { unsealWith } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { DecisionPolicy } from '../../contracts/deal/policy.ts';
import { segmentName } from '../../domain/case.ts';
import { companyDomain } from '../../domain/company/mail-domains.ts';
import type { ReceivedDeal } from '../../domain/deal/canonical-deal.ts';
import type { DatedRate } from '../../domain/exchange-rate.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { VersionedModel } from '../../domain/match/model.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { policyOfCase } from '../kit/policy-of-case.ts';
import { failure } from '../kit/vendor-failures.ts';
import { type DealBefore, dealBefore } from './before.ts';
import { firmographicsOf } from './company.ts';
import { crmRecords, standingAccount } from './customer.ts';
import { decisionPolicy } from './decision-policy.ts';
import { type DealRecords, documentEvidence } from './evidence.ts';
import { fillIn, type KeptFill } from './fill-in.ts';
import { compareRecords } from './matches.ts';
import { peersOf } from './peers.ts';
import { indexedRegistration, ownRecords, queryOf } from './query.ts';

export interface DealDeps {
  store: Store;
  ports: Pick<Ports, 'prm' | 'crm' | 'llm' | 'match' | 'enrich'>;
  vault: Vault;
  rates: () => readonly DatedRate[];
  /** policy/match.yaml */
  matchModel: VersionedModel;
  installationKey: TrustRoot;
  now: () => Date;
}

export interface DealRequest {
  case: string;
  revision: number;
}

/** One submission with its case, the policy it is judged by and everything that was read about it. */
export interface DealReading {
  row: CaseRow;
  before: DealBefore;
  /** Id of its record in the PRM; null: it has none yet. */
  prmDeal: string | null;
  /** What could fill in for missing fields: shown to the reviewer, never decided by. */
  fills: KeptFill[];
  /** As stored: personal values sealed. */
  sealed: ReceivedDeal;
  records: DealRecords;
  partner: PartnerRecord | null;
  /** Id of the account in the CRM that is this customer and is not ours; null: an approval writes one under our external id. */
  standing: string | null;
  segment: string;
  /** Mail domains of many companies, beside those that are everywhere: policy names them, or the accounts show it. */
  shared: readonly string[];
  /** The registration as others are compared with it. */
  query: MatchRecord;
  policy: DecisionPolicy['deal'];
  policyVersion: string;
}

/** Reads PRM, CRM and match index side by side. @throws failure NotFound, VendorFault */
export async function readDealRecords(
  deps: DealDeps,
  request: DealRequest,
  call: Call,
): Promise<DealReading> {
  const { store, ports, vault, rates, now } = deps;
  const db = statement(store);
  const begun = await caseToLookAt(db, vault, { ...request, lifecycle: 'deal', at: now().toISOString() });
  if (!begun) {
    throw failure('NotFound', `case ${request.case} has no submission ${request.revision}; submit it again`);
  }
  const { row, canonical, keys } = begun;
  const [{ policy, version }, before] = await Promise.all([
    policyOfCase(db, deps.installationKey, 'deal', begun, decisionPolicy),
    dealBefore(db, row),
  ]);
  const deal = unsealWith(keys, canonical, { erased: 'mark' }) as unknown as ReceivedDeal;
  const { submission } = deal;
  const { freeMail, matching } = policy.deal;
  const shared = [...freeMail, ...(await ports.match.learnt(call)).sharedDomains];
  const query = queryOf(
    request.case,
    submission,
    companyDomain(submission.primary_contact_email, shared),
    vault,
  );
  const [partner, prmDeal, { live, ...crm }, company] = await Promise.all([
    ports.prm.partners.read(submission.source_partner_id, call),
    prmRecordOf(ports.prm, row, before, call),
    crmRecords(ports.crm, query, shared, call),
    firmographicsOf(ports.enrich, query, call),
    // Before anything is looked up in the index: of two for one customer at the same moment, one at least finds the other.
    indexRecords(db, query.name === '' ? [] : [indexedRegistration(query, submission)]),
  ]);
  const own = ownRecords(row, { prm: ports.prm.vendor, crm: ports.crm.vendor }, prmDeal);
  const [compared, peers, fills] = await Promise.all([
    compareRecords(ports, deps.matchModel, query, live, own, matching, call, (records) =>
      marksOf(db, deps.installationKey, records),
    ),
    partner ? peersOf(store, partner, now()) : null,
    fillIn(db, vault, { case: request.case, deal, live, shared }),
  ]);
  return {
    row,
    before,
    prmDeal,
    fills,
    sealed: canonical as unknown as ReceivedDeal,
    records: {
      case: request.case,
      deal,
      partner,
      ...compared,
      peers,
      company,
      documents: (deal.documents ?? []).map(documentEvidence),
      rates: rates(),
    },
    partner,
    standing: standingAccount(crm, compared.matches, matching),
    segment: segmentName(partner?.tier ?? 'unknown', partner?.region ?? 'unknown', submission.program),
    query,
    shared,
    policy: policy.deal,
    policyVersion: version,
  };
}

/** Id of the registration's record in the PRM: the one that it came from, or that an earlier case of it made; null when it has none. */
async function prmRecordOf(
  { vendor, deals }: Ports['prm'],
  { source, externalId }: CaseRow,
  before: DealBefore,
  call: Call,
): Promise<string | null> {
  if (source !== vendor) return before.prmDeal;
  const known = !deals?.sharesSource || (await deals.read(externalId, call)) !== null;
  return known ? externalId : before.prmDeal;
}
