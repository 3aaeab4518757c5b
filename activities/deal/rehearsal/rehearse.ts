import type { PastDeal } from '../../../adapters/intake/deal/past-file.ts';
import { datedIndex } from '../../../adapters/match/dated-index.ts';
import { learntOf } from '../../../adapters/match/learnt.ts';
import type { Call } from '../../../adapters/ports/call.ts';
import type { Ports } from '../../../adapters/ports/index.ts';
import type { PartnerRecord } from '../../../adapters/ports/prm.ts';
import { recordsWritten } from '../../../adapters/store/history-imports.ts';
import { matchStatistics } from '../../../adapters/store/match-statistics.ts';
import type { Store } from '../../../adapters/store/pool.ts';
import { signedVersion } from '../../../adapters/store/signed-policies.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { Vault } from '../../../adapters/store/vault.ts';
import type { DecisionPolicy } from '../../../contracts/deal/policy.ts';
import { segmentName } from '../../../domain/case.ts';
import { companyDomain } from '../../../domain/company/mail-domains.ts';
import { decideDeal } from '../../../domain/deal/decision.ts';
import { type Reason, speaksAgainst } from '../../../domain/decision.ts';
import type { DatedRate } from '../../../domain/exchange-rate.ts';
import type { TrustRoot } from '../../../domain/gate/authority-log.ts';
import { caseId } from '../../../domain/identity.ts';
import type { VersionedModel } from '../../../domain/match/model.ts';
import { decisionPolicy } from '../decision-policy.ts';
import { dealEvidence } from '../evidence.ts';
import { compareRecords } from '../matches.ts';
import { queryOf } from '../query.ts';
import { approvedBefore } from './approved-before.ts';
import { knownThen, type NamedPast } from './known-then.ts';

export interface RehearsalDeps {
  store: Store;
  ports: Pick<Ports, 'prm' | 'crm'>;
  vault: Pick<Vault, 'tokenOf'>;
  rates: () => readonly DatedRate[];
  matchModel: VersionedModel;
  installationKey: TrustRoot;
  now: () => Date;
}

/** What the machine makes of a registration of the past, beside what a person did. */
export interface Rehearsed {
  case: string;
  externalId: string;
  segment: string;
  customer: string | null;
  machine: 'approve' | 'review';
  human: 'approve' | 'reject' | null;
  /** Null: there is nothing to compare. */
  agreed: boolean | null;
  amountUsd: string;
  /** What speaks against an approval by rule. */
  reasons: Reason[];
  decidedAt: string;
  decidedBy: string | null;
  reason: string | null;
  policyVersion: string;
}

export interface Rehearsal {
  cases: Rehearsed[];
  /** Opportunities without a day since which they are there. */
  undated: number;
  /** Cases of which the file does not say all of what the partner was then. */
  asToday: number;
}

/** The source under which registrations of the past are named. */
const HISTORY = 'history';

/** The partners of registrations of the past, as the PRM has them now; null where it has none. @throws VendorFault */
export async function partnersOf(
  past: readonly PastDeal[],
  { partners }: Pick<Ports['prm'], 'partners'>,
  call: Call,
): Promise<Map<string, PartnerRecord | null>> {
  const found = new Map<string, PartnerRecord | null>();
  for (const { deal } of past) {
    const id = deal.submission.source_partner_id;
    if (!found.has(id)) found.set(id, await partners.read(id, call));
  }
  return found;
}

/**
 * Decides registrations of the past as they would have been decided then: by the policy, the rates, the records and the registrations of
 * that moment, in the order of their submission. Of partners and accounts a system tells only how they stand now: what they were is as the file
 * says it. Nothing is written.
 * @throws VendorFault
 */
export async function rehearse(
  deps: RehearsalDeps,
  past: readonly PastDeal[],
  partners: ReadonlyMap<string, PartnerRecord | null>,
  call: Call,
): Promise<Rehearsal> {
  const { ports, vault, matchModel } = deps;
  const named: NamedPast[] = past.map((one) => ({
    ...one,
    case: caseId({ lifecycle: 'deal', source: HISTORY, externalId: one.externalId, sequence: 1 }),
  }));
  const policyAt = await policiesOf(deps);
  const inForce = await policyAt(deps.now().toISOString());
  const learnt = learntOf(await matchStatistics(statement(deps.store)));
  const { freeMail, protectionDays } = inForce.policy.deal;
  const sharedOf = (own: readonly string[]) => [...own, ...learnt.accounts.sharedDomains];
  const known = { shared: sharedOf(freeMail), protectionDays };
  const written = await recordsWritten(
    statement(deps.store),
    'deal',
    past.map(({ externalId }) => externalId),
  );
  const { records, undated } = await knownThen(ports, { past: named, written }, known, vault, call);
  const index = datedIndex(records, learnt);
  const approved = approvedBefore(named);
  const rates = deps.rates();
  const cases: Rehearsed[] = [];
  for (const one of named) {
    const { deal, human } = one;
    const { submission } = deal;
    const asOf = submission.submission_timestamp;
    const id = submission.source_partner_id;
    const standing = approved.standing(partners.get(id) ?? null, asOf);
    const partner = standing && { ...standing, ...one.stood };
    const { policy, version } = await policyAt(asOf);
    const { matching } = policy.deal;
    const shared = sharedOf(policy.deal.freeMail);
    const query = queryOf(
      one.case,
      submission,
      companyDomain(submission.primary_contact_email, shared),
      vault,
    );
    const itself = ({ record }: { record: { record: string } }) => record.record === query.record;
    const compared = await compareRecords(
      { match: index.at(asOf) },
      matchModel,
      query,
      [],
      itself,
      matching,
      call,
    );
    const read = {
      case: one.case,
      deal,
      partner,
      ...compared,
      peers: null,
      company: null,
      documents: [],
      rates,
    };
    const evidence = dealEvidence(read, shared, asOf);
    const { outcome, reasons } = decideDeal(evidence, policy.deal);
    const machine = outcome === 'automatic' ? 'approve' : 'review';
    cases.push({
      ...{ case: one.case, externalId: one.externalId, machine, human },
      segment: segmentName(partner?.tier ?? 'unknown', partner?.region ?? 'unknown', submission.program),
      customer: submission.customer_name,
      agreed: human === null || machine === 'review' ? null : human === 'approve',
      amountUsd: evidence.submission.estimated_value ?? '0',
      reasons: reasons.filter(speaksAgainst),
      ...{ decidedAt: one.decidedAt, decidedBy: one.decidedBy, reason: one.reason },
      policyVersion: version,
    });
  }
  const asToday = past.filter(
    ({ stood: { tier, region, winRate } }) => !tier || !region || winRate === undefined,
  );
  return { cases, undated, asToday: asToday.length };
}

/** The signed policy of an instant; before there was one, the first. */
async function policiesOf({ store, installationKey }: RehearsalDeps) {
  const db = statement(store);
  const first = await firstPolicyFrom(db);
  return async (at: string): Promise<{ policy: DecisionPolicy; version: string }> => {
    const version = await signedVersion(db, installationKey, 'deal', { at: at < first ? first : at });
    if (version === undefined)
      throw new Error('No decision policy is in force; start a worker first: npm start');
    return { policy: await decisionPolicy(db, version), version };
  };
}

async function firstPolicyFrom(db: ReturnType<typeof statement>): Promise<string> {
  const { rows } = await db.query<{ from: Date | null }>(
    `select min(effective_from) as "from" from policy_signatures where lifecycle = 'deal'`,
  );
  return rows[0]?.from?.toISOString() ?? '';
}
