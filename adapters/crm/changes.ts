import { type Call, VendorFault } from '../ports/call.ts';
import type { ChangeMark, OddRecord } from '../ports/changes.ts';
import type { CrmAccount, CrmChanges, CrmOpportunity } from '../ports/crm.ts';
import { FIELD_TYPE } from '../read-each.ts';
import { refused } from '../refused.ts';

export interface Changed<T> {
  /** UTC instant. */
  modifiedAt: string;
  id: string;
  /** Null when it was deleted or cannot be read. */
  record: T | null;
  /** Why it cannot be read. */
  odd?: string;
  /** Ids of records that went into it. */
  absorbed?: string[];
}

/** Where to go on within one kind: after this record, or (id null) after everything of that instant. */
export interface After {
  modifiedAt: string;
  id: string | null;
}

/** One page of one kind, in the order (modifiedAt, id). */
export interface ChangePage<T> {
  changed: Changed<T>[];
  /** There may be a next page. */
  more: boolean;
  /** What has no place in that order, because it names no id or no moment. */
  odd?: OddRecord[];
}

export type ChangeSource<T> = (after: After | null, call: Call) => Promise<ChangePage<T>>;

/** How the rows of one kind are read. */
export interface ChangedRows<R, T> {
  vendor: string;
  /** What the vendor calls the kind. */
  name: string;
  /** '' for a row that names no id. */
  idOf(row: R): string;
  /** Null for a row that names no moment. */
  modifiedAt(row: R): string | null;
  /** Null for a record that is no more. @throws VendorFault FIELD_TYPE for one that cannot be read */
  read(row: R): T | null;
  /** Ids of records that went into it, which it tells even where it cannot be read itself. */
  absorbed?(row: R): string[];
}

/**
 * The rows of a page as changes. One that does not fit stops no other, and the mark passes it by.
 * @throws VendorFault `rejected` when there is more behind a page in which no row has a place in the order
 */
export function changesIn<R, T>(rows: readonly R[], more: boolean, of: ChangedRows<R, T>): ChangePage<T> {
  const page: Required<ChangePage<T>> = { changed: [], more, odd: [] };
  for (const row of rows) {
    const [id, modifiedAt] = [of.idOf(row), of.modifiedAt(row)];
    if (id === '' || modifiedAt === null) {
      const lacks = id === '' ? 'names no id' : `${id} names no moment of its last change`;
      page.odd.push({ id, message: `${of.name} ${lacks}; look for it there` });
      continue;
    }
    const change = { modifiedAt, id, absorbed: of.absorbed?.(row) ?? [] };
    try {
      page.changed.push({ ...change, record: of.read(row) });
    } catch (error) {
      if (!(error instanceof VendorFault) || error.code !== FIELD_TYPE) throw error;
      page.changed.push({ ...change, record: null, odd: error.message });
    }
  }
  if (more && page.changed.length === 0 && page.odd.length > 0)
    throw refused(
      of.vendor,
      'SAME_PAGE',
      `no ${of.name} of a whole page names its id and its last change; look for them there`,
    );
  return page;
}

/**
 * CrmPort.changedSince over two kinds of records that a CRM lists apart. At one instant accounts come before opportunities. What
 * is handed out ends where the first unfinished list ends, so that no mark passes by what that list has not shown yet.
 */
export async function changedSince(
  sources: { accounts: ChangeSource<CrmAccount>; opportunities: ChangeSource<CrmOpportunity> },
  since: ChangeMark | null,
  call: Call,
): Promise<CrmChanges> {
  const [accounts, opportunities] = await Promise.all([
    sources.accounts(since && after(since, 'Account'), call),
    sources.opportunities(since && after(since, 'Opportunity'), call),
  ]);
  const ends = [
    ...(accounts.more ? [keyOf('Account', accounts.changed.at(-1))] : []),
    ...(opportunities.more ? [keyOf('Opportunity', opportunities.changed.at(-1))] : []),
  ].sort();
  const [end] = ends;
  const whole = <T>(kind: Kind, changed: Changed<T>[]) =>
    end === undefined ? changed : changed.filter((each) => keyOf(kind, each) <= end);
  const given = {
    accounts: whole('Account', accounts.changed),
    opportunities: whole('Opportunity', opportunities.changed),
  };
  const odd = [
    ...[...(accounts.odd ?? []), ...(opportunities.odd ?? [])],
    ...[...given.accounts, ...given.opportunities].flatMap(oddIn),
  ];
  const gone = { accounts: goneAmong(given.accounts), opportunities: goneAmong(given.opportunities) };
  return {
    accounts: recordsOf(given.accounts),
    opportunities: recordsOf(given.opportunities),
    ...(gone.accounts.length + gone.opportunities.length > 0 ? { gone } : {}),
    ...(odd.length > 0 ? { odd } : {}),
    next: end === undefined ? null : markOf(given),
  };
}

const recordsOf = <T>(changed: readonly Changed<T>[]): T[] =>
  changed.flatMap(({ record }) => (record === null ? [] : [record]));
const goneAmong = (changed: readonly Changed<unknown>[]): string[] =>
  changed.flatMap(({ id, record, odd, absorbed = [] }) =>
    record === null && odd === undefined ? [id, ...absorbed] : absorbed,
  );
const oddIn = ({ id, odd }: Changed<unknown>): OddRecord[] =>
  odd === undefined ? [] : [{ id, message: odd }];

type Kind = 'Account' | 'Opportunity';

/** Sorts as handed out, but for the ids within one instant and kind. */
const keyOf = (kind: Kind, changed: Changed<unknown> | undefined) => `${changed?.modifiedAt ?? ''} ${kind}`;

function after(since: ChangeMark, kind: Kind): After {
  const [sinceKind, id = ''] = splitOnce(since.id);
  if (sinceKind === kind) return { modifiedAt: since.modifiedAt, id };
  // Accounts come first: a mark on an opportunity has them behind it, a mark on an account has all opportunities before it.
  return { modifiedAt: since.modifiedAt, id: kind === 'Account' ? null : '' };
}

function markOf(given: {
  accounts: Changed<unknown>[];
  opportunities: Changed<unknown>[];
}): ChangeMark | null {
  const account = given.accounts.at(-1);
  const opportunity = given.opportunities.at(-1);
  if (opportunity && keyOf('Opportunity', opportunity) > keyOf('Account', account))
    return { modifiedAt: opportunity.modifiedAt, id: `Opportunity/${opportunity.id}` };
  return account ? { modifiedAt: account.modifiedAt, id: `Account/${account.id}` } : null;
}

const splitOnce = (text: string) =>
  [text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1)] as const;
