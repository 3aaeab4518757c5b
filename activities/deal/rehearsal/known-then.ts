import type { PastDeal } from '../../../adapters/intake/deal/past-file.ts';
import type { Call } from '../../../adapters/ports/call.ts';
import type { Ports } from '../../../adapters/ports/index.ts';
import type { Vault } from '../../../adapters/store/vault.ts';
import { companyDomain } from '../../../domain/company/mail-domains.ts';
import { type DatedRecord, datedRecord, datedRegistration } from '../../../domain/match/dated-record.ts';
import type { IndexedRecord } from '../../../domain/match/facts.ts';
import { accountRecord, opportunityRecord, prmRecord } from '../../match/match-records.ts';
import { queryOf } from '../query.ts';

/** How a registration of the past is named among the cases: it never was one of ours. */
export interface NamedPast extends PastDeal {
  case: string;
}

export interface KnownThen {
  records: DatedRecord[];
  /** Opportunities that do not say since when they are there: they count as there all along. */
  undated: number;
}

/**
 * Everything that registrations of the past are compared with, each as it stood at any instant.
 * @param written ids of the PRM's records that we wrote for registrations of the file: they are those registrations
 */
export async function knownThen(
  { prm, crm }: Pick<Ports, 'prm' | 'crm'>,
  { past, written }: { past: readonly NamedPast[]; written: ReadonlySet<string> },
  policy: { shared: readonly string[]; protectionDays: number },
  vault: Pick<Vault, 'tokenOf'>,
  call: Call,
): Promise<KnownThen> {
  const { shared } = policy;
  const { accounts, opportunities } = await everyRecord(crm, call);
  const byAccount = new Map<string, IndexedRecord>();
  for (const account of accounts) byAccount.set(account.id, accountRecord(account, shared));
  const records = [
    ...accounts.map((account) =>
      datedRecord(accountRecord(account, shared), {
        createdAt: account.createdAt ?? null,
        modifiedAt: null,
      }),
    ),
    ...opportunities.map((one) =>
      datedRecord(opportunityRecord(one, byAccount.get(one.accountId) ?? null), {
        createdAt: one.createdAt ?? null,
        modifiedAt: one.modifiedAt,
      }),
    ),
    ...past.map((one) => registrationThen(one, policy, vault)),
    ...(await otherRegistrations(
      prm,
      new Set([...past.map(({ externalId }) => externalId), ...written]),
      shared,
      vault,
      call,
    )),
  ];
  return { records, undated: opportunities.filter(({ createdAt }) => createdAt == null).length };
}

async function everyRecord(crm: Ports['crm'], call: Call) {
  const accounts = new Map<string, Awaited<ReturnType<typeof crm.changedSince>>['accounts'][number]>();
  const opportunities = new Map<
    string,
    Awaited<ReturnType<typeof crm.changedSince>>['opportunities'][number]
  >();
  let page = await crm.changedSince(null, call);
  for (;;) {
    for (const account of page.accounts) accounts.set(account.id, account);
    for (const opportunity of page.opportunities) opportunities.set(opportunity.id, opportunity);
    if (page.next === null)
      return { accounts: [...accounts.values()], opportunities: [...opportunities.values()] };
    page = await crm.changedSince(page.next, call);
  }
}

function registrationThen(
  { case: id, deal: { submission }, human, ended, decidedAt }: NamedPast,
  { shared, protectionDays }: { shared: readonly string[]; protectionDays: number },
  vault: Pick<Vault, 'tokenOf'>,
): DatedRecord {
  const domain = companyDomain(submission.primary_contact_email, shared);
  return datedRegistration(queryOf(id, submission, domain, vault), {
    partnerId: submission.source_partner_id,
    submittedAt: submission.submission_timestamp,
    decidedAt: human === null && !ended ? null : decidedAt,
    ...{ human, ended, protectionDays },
  });
}

/** Registrations of the PRM that are not in the file: as they stand now, from their submission on. */
async function otherRegistrations(
  prm: Ports['prm'],
  inFile: ReadonlySet<string>,
  shared: readonly string[],
  vault: Pick<Vault, 'tokenOf'>,
  call: Call,
): Promise<DatedRecord[]> {
  const found: DatedRecord[] = [];
  if (!prm.deals) return found;
  for (let since = null as Parameters<typeof prm.deals.changedSince>[0]; ; ) {
    const { deals, next } = await prm.deals.changedSince(since, call);
    for (const deal of deals) {
      const record = inFile.has(deal.id) ? null : prmRecord(deal, prm.vendor, shared, vault);
      if (record)
        found.push(datedRecord(record, { createdAt: deal.submittedAt, modifiedAt: deal.modifiedAt }));
    }
    if (next === null) return found;
    since = next;
  }
}
