import type { Call } from '../../adapters/ports/call.ts';
import type { ChangeMark, OddRecord } from '../../adapters/ports/changes.ts';
import type { MatchPort } from '../../adapters/ports/match.ts';
import { ourPrmDeals } from '../../adapters/store/match-mirror.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
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
  /** What could not be read. */
  odd: OddRecord[];
  /** Ids of registrations that partners have submitted there and that are no cases yet. */
  submitted: string[];
}

/** Records in one call to the index. */
const BATCH = 500;

/** One page of the CRM: accounts and open opportunities come in, closed ones and those that are no more go. */
export async function crmPage(
  { ports: { crm, match } }: MatchMirrorDeps,
  since: ChangeMark | null,
  shared: readonly string[],
  call: Call,
): Promise<PageDone> {
  const { accounts, opportunities, gone, odd = [], next } = await crm.changedSince(since, call);
  const records = accounts.map((account) => accountRecord(account, shared));
  const missing = opportunities.map(({ accountId }) => accountRecordId(accountId));
  // What is in the page is newer than what is in the index.
  const known = new Map(
    [...(await match.records(missing, call)), ...records].map((each) => [each.record.record, each]),
  );
  const open = opportunities
    .filter((each) => each.open)
    .map((each) => opportunityRecord(each, known.get(accountRecordId(each.accountId)) ?? null));
  await inBatches([...records, ...(await namedAnew(match, records, call)), ...open], (batch) =>
    match.index(batch, call),
  );
  const over = [
    ...opportunities.filter((each) => !each.open).map(({ id }) => opportunityRecordId(id)),
    ...(gone?.opportunities ?? []).map(opportunityRecordId),
    ...(gone?.accounts ?? []).map(accountRecordId),
  ];
  await inBatches(over, (batch) => match.remove(batch, call));
  return {
    read: accounts.length + opportunities.length,
    mark: next ?? since,
    more: next !== null,
    odd,
    submitted: [],
  };
}

/** Opportunities that are indexed under another name than their account has now, or without it. */
async function namedAnew(
  match: MatchPort,
  accounts: readonly IndexedRecord[],
  call: Call,
): Promise<IndexedRecord[]> {
  const byId = new Map(accounts.map(({ record }) => [record.record, record]));
  const children = await match.children([...byId.keys()], call);
  return children.flatMap(({ record, facts }) => {
    const account = record.kind === 'opportunity' && byId.get(record.parent ?? '');
    if (!account) return [];
    const { name, domain, address, territories } = account;
    return [{ record: { ...record, name, domain, address, territories }, facts }];
  });
}

async function inBatches<T>(all: readonly T[], work: (batch: T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += BATCH) await work(all.slice(from, from + BATCH));
}

/** One page of the PRM: registrations that are no cases of ours; those that are stand in the index already. */
export async function prmPage(
  { store, ports: { prm, match }, vault }: MatchMirrorDeps,
  since: ChangeMark | null,
  shared: readonly string[],
  call: Call,
): Promise<PageDone> {
  if (!prm.deals) return { read: 0, mark: since, more: false, odd: [], submitted: [] };
  const { deals, odd = [], next } = await prm.deals.changedSince(since, call);
  const ids = deals.map(({ id }) => id);
  const ours = await ourPrmDeals(statement(store), prm.vendor, ids);
  const records = deals
    .filter(({ id }) => !ours.has(id))
    .flatMap((deal) => prmRecord(deal, prm.vendor, shared, vault) ?? []);
  const indexed = new Set(records.map(({ record }) => record.record));
  await inBatches(records, (batch) => match.index(batch, call));
  const gone = ids.map((id) => prmRecordId(prm.vendor, id)).filter((id) => !indexed.has(id));
  await inBatches(gone, (batch) => match.remove(batch, call));
  // What has no instant of its last change leaves no mark.
  const last = deals.findLast(({ modifiedAt }) => modifiedAt !== null);
  const mark = next ?? (last ? { modifiedAt: last.modifiedAt as string, id: last.id } : since);
  const submitted = deals.filter(
    ({ id, ours: made, status }) => status === 'Submitted' && !made && !ours.has(id),
  );
  return { read: deals.length, mark, more: next !== null, odd, submitted: submitted.map(({ id }) => id) };
}
