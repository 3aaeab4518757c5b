import type { Call, ChangeMark, MatchPort } from '../adapters/ports.ts';
import { ourPrmDeals } from '../adapters/store/match-mirror.ts';
import { statement } from '../adapters/store/statement.ts';
import type { IndexedRecord } from '../domain/match/facts.ts';
import type { MatchMirrorDeps } from './match-mirror.ts';
import {
  accountRecord,
  accountRecordId,
  opportunityRecord,
  opportunityRecordId,
  prmRecord,
  prmRecordId,
} from './match-records.ts';

/** What one page left behind. */
export interface PageDone {
  read: number;
  /** Where to go on, now or the next time. */
  mark: ChangeMark | null;
  more: boolean;
}

/** Opportunities of one account that take its new name with it. */
const OPPORTUNITIES = 400;

/** One page of the CRM: accounts and open opportunities come in, closed ones go. */
export async function crmPage(
  { ports: { crm, match } }: MatchMirrorDeps,
  since: ChangeMark | null,
  freeMail: readonly string[],
  call: Call,
): Promise<PageDone> {
  const { accounts, opportunities, next } = await crm.changedSince(since, call);
  const records = accounts.map((account) => accountRecord(account, freeMail));
  const inPage = new Set(records.map(({ record }) => record.record));
  const missing = opportunities
    .map(({ accountId }) => accountRecordId(accountId))
    .filter((id) => !inPage.has(id));
  const known = await match.records([...inPage, ...missing], call);
  // What is in the page is newer than what is in the index.
  const byId = new Map([...known, ...records].map((each) => [each.record.record, each]));
  const open = opportunities
    .filter((each) => each.open)
    .map((each) => opportunityRecord(each, byId.get(accountRecordId(each.accountId)) ?? null));
  const renamed = await opportunitiesOfRenamed(match, known, records, call);
  await match.index([...records, ...renamed, ...open], call);
  const closed = opportunities.filter((each) => !each.open).map(({ id }) => opportunityRecordId(id));
  await match.remove(closed, call);
  return { read: accounts.length + opportunities.length, mark: next ?? since, more: next !== null };
}

/** Opportunities that are indexed under what their account was called before. */
async function opportunitiesOfRenamed(
  match: MatchPort,
  known: readonly IndexedRecord[],
  records: readonly IndexedRecord[],
  call: Call,
): Promise<IndexedRecord[]> {
  const before = new Map(known.map(({ record }) => [record.record, record]));
  const renamed = records.filter(({ record }) => {
    const was = before.get(record.record);
    return was !== undefined && (was.name !== record.name || was.domain !== record.domain);
  });
  const lists = await Promise.all(
    renamed.map(async ({ record: account }) => {
      const found = await match.candidates(account, OPPORTUNITIES, call);
      const { name, domain, address } = account;
      return found
        .filter(({ record }) => record.kind === 'opportunity' && record.parent === account.record)
        .map(({ record, facts }) => ({ record: { ...record, name, domain, address }, facts }));
    }),
  );
  return lists.flat();
}

/** One page of the PRM: registrations that are no cases of ours; those that are stand in the index already. */
export async function prmPage(
  { store, ports: { prm, match }, vault }: MatchMirrorDeps,
  since: ChangeMark | null,
  freeMail: readonly string[],
  call: Call,
): Promise<PageDone> {
  const { deals, next } = await prm.registrationsChangedSince(since, call);
  const ids = deals.map(({ id }) => id);
  const ours = await ourPrmDeals(statement(store), prm.vendor, ids);
  const records = deals
    .filter(({ id }) => !ours.has(id))
    .flatMap((deal) => prmRecord(deal, prm.vendor, freeMail, vault) ?? []);
  const indexed = new Set(records.map(({ record }) => record.record));
  await match.index(records, call);
  await match.remove(
    ids.map((id) => prmRecordId(prm.vendor, id)).filter((id) => !indexed.has(id)),
    call,
  );
  // What has no instant of its last change leaves no mark.
  const last = deals.findLast(({ modifiedAt }) => modifiedAt !== null);
  const mark = next ?? (last ? { modifiedAt: last.modifiedAt as string, id: last.id } : since);
  return { read: deals.length, mark, more: next !== null };
}
