import { NO_PARTNER } from '../../adapters/intake/no-partner.ts';
import type { Call } from '../../adapters/ports/call.ts';
import type { PartnerRecord, PrmDeal } from '../../adapters/ports/prm.ts';
import { caseToLookAt } from '../../adapters/store/case-to-look-at.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { readingsOf } from '../../adapters/store/claim/documents.ts';
import { signedPrograms } from '../../adapters/store/incentive-programs.ts';
import { getPolicy } from '../../adapters/store/policies.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { prefilledActivity } from '../../adapters/store/prefilled-claims.ts';
import { unsealWith } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import { claimPolicySchema } from '../../contracts/claim/policy.ts';
import { segmentName } from '../../domain/case.ts';
import { agreementOn } from '../../domain/claim/agreement-on.ts';
import type { ClaimDeal, ClaimEvidence, ClaimPartner } from '../../domain/claim/evidence.ts';
import { findProgram } from '../../domain/claim/find-program.ts';
import { withinMostLines } from '../../domain/claim/lines-of-documents.ts';
import { neededRates } from '../../domain/claim/needed-rates.ts';
import type { ClaimPolicy } from '../../domain/claim/policy.ts';
import type { ReceivedClaim } from '../../domain/claim/received-claim.ts';
import { saleDays } from '../../domain/claim/sale-days.ts';
import { claimInEvidence, readingInEvidence } from '../../domain/claim/without-personal-data.ts';
import { dayIn } from '../../domain/incentives/period.ts';
import { versionOn } from '../../domain/incentives/versions.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { ActivityDeps } from '../index.ts';
import type { LookRequest } from '../kit/frozen-look.ts';
import { policyOfCase } from '../kit/policy-of-case.ts';
import { failure } from '../kit/vendor-failures.ts';

export type ClaimDeps = Pick<ActivityDeps, 'store' | 'ports' | 'vault' | 'rates' | 'installationKey' | 'now'>;

/** One submission of a claim with everything that was read about it, but what was claimed before. */
export interface ClaimRecords {
  row: CaseRow;
  received: ReceivedClaim;
  partner: PartnerRecord | null;
  /** As they are sealed where the claim is kept. */
  persons: Json[];
  /** Its instant is that of the look, which comes later. */
  evidence: Omit<ClaimEvidence, 'past' | 'asOf'>;
  segment: string;
  policy: ClaimPolicy;
  policyVersion: string;
}

/** Reads PRM, programs and what was read of the documents. @throws failure NotFound, VendorFault */
export async function readClaimRecords(
  deps: ClaimDeps,
  request: LookRequest,
  call: Call,
): Promise<ClaimRecords> {
  const { store, ports, vault, rates, installationKey, now } = deps;
  const db = statement(store);
  const at = now().toISOString();
  const begun = await caseToLookAt(db, vault, { ...request, lifecycle: 'claim', at });
  if (!begun)
    throw failure('NotFound', `case ${request.case} has no submission ${request.revision}; submit it again`);
  const received = unsealWith(begun.keys, begun.canonical, { erased: 'mark' }) as unknown as ReceivedClaim;
  const { claim } = received;
  const hashes = claim.documents.map(({ hash }) => hash);
  const [{ policy, version }, stored, kept, partner, deal, drawn, prefilled] = await Promise.all([
    policyOfCase(db, installationKey, 'claim', begun, policyOf),
    signedPrograms(db, installationKey),
    readingsOf(db, vault, request.case, hashes),
    claim.partnerId === NO_PARTNER ? null : ports.prm.partners.read(claim.partnerId, call),
    claim.dealId === null ? null : (ports.prm.deals?.read(claim.dealId, call) ?? null),
    claim.request === null ? null : (ports.prm.funds?.read(claim.request, call) ?? null),
    prefilledActivity(db, claim.partnerId, [claim.request, begun.row.externalId]),
  ]);
  const read = hashes.flatMap((hash) => {
    const one = kept.get(hash);
    return one && 'reading' in one ? [readingInEvidence(one.reading, vault.tokenOf)] : [];
  });
  const { readings, unread: beyond } = withinMostLines(read);
  const unread = hashes.flatMap((hash) => {
    const one = kept.get(hash);
    return one === undefined ? [{ document: hash, code: 'unread' }] : 'unread' in one ? [one.unread] : [];
  });
  const days = saleDays({ stated: claim, readings });
  const [day = null] = days;
  const found = findProgram(
    claim,
    day,
    partner,
    stored.map(({ program }) => program),
  );
  const versions = stored
    .filter(({ program }) => program.program === found.program)
    .map(({ version: hash, program: body }) => ({ version: hash, body }));
  const inForce = versionOn(
    versions.map(({ body }) => body),
    day ?? at.slice(0, 10),
  );
  const program = versions.find(({ body }) => body === inForce) ?? null;
  const currencies = [
    ...claim.lines.flatMap(({ amount }) => amount?.currency ?? []),
    ...readings.flatMap(({ fields }) => fields.currency?.value ?? []),
    ...(claim.total ? [claim.total.currency] : []),
    ...versions.map(({ body }) => body.currency),
    ...(drawn?.amount ? [drawn.amount.currency] : []),
  ];
  return {
    row: begun.row,
    received,
    persons: ((begun.canonical.claim as JsonObject).persons as JsonObject[]).map(
      ({ person = null }) => person,
    ),
    partner,
    policy,
    policyVersion: version,
    segment: segmentName(
      partner?.tier ?? 'unknown',
      partner?.region ?? 'unknown',
      program?.body.type ?? 'unknown',
    ),
    evidence: {
      schemaVersion: 1,
      claim: request.case,
      stated: claimInEvidence(claim, vault.tokenOf),
      problems: received.problems,
      submittedOn: dayIn(program?.body.zone ?? 'UTC', received.firstAt),
      completeAt: received.receivedAt,
      ...{ program, versions, candidates: found.candidates, readings },
      unread: [...unread, ...beyond],
      partner: partner && claimPartner(partner),
      agreement: agreementOn(partner?.agreement ?? null, days),
      deal: deal && claimDeal(deal),
      ...{ request: drawn, prefilled },
      rates: neededRates(rates(), currencies, [...days, at.slice(0, 10)]),
      edited: received.edited?.lines ?? null,
    },
  };
}

async function policyOf(db: Tx, version: string): Promise<ClaimPolicy> {
  return claimPolicySchema.parse((await getPolicy(db, 'claim', version))?.body);
}

function claimPartner(partner: PartnerRecord): ClaimPartner {
  const { id, name, active, tier, region, certifications, parentPartner, territories } = partner;
  return {
    record: `prm:${id}`,
    ...{ id, name, active, certifications, country: null, territories },
    parent: parentPartner,
    tier: tier || null,
    region: region || null,
  };
}

function claimDeal(deal: PrmDeal): ClaimDeal {
  return {
    record: `prm:Deal/${deal.id}`,
    ...{ partnerId: deal.partnerId, customer: deal.fields.customer_name ?? '', status: deal.status },
    // The PRM's registrations hold no lines.
    lines: [],
  };
}
