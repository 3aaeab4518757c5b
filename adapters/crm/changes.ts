import type { Call } from '../ports/call.ts';
import type { ChangeMark } from '../ports/changes.ts';
import type { CrmAccount, CrmChanges, CrmOpportunity } from '../ports/crm.ts';

export interface Changed<T> {
  /** UTC instant. */
  modifiedAt: string;
  id: string;
  /** Null: it is no more. */
  record: T | null;
  /** Ids of records that went into it. */
  absorbed?: string[];
}

/** Where to go on within one kind: after this record, or (id null) after everything of that instant. */
export interface After {
  modifiedAt: string;
  id: string | null;
}

/** One page of one kind, in the order (modifiedAt, id); `more`: there may be a next page. */
export type ChangeSource<T> = (
  after: After | null,
  call: Call,
) => Promise<{ changed: Changed<T>[]; more: boolean }>;

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
  const gone = { accounts: goneAmong(given.accounts), opportunities: goneAmong(given.opportunities) };
  return {
    accounts: recordsOf(given.accounts),
    opportunities: recordsOf(given.opportunities),
    ...(gone.accounts.length + gone.opportunities.length > 0 ? { gone } : {}),
    next: end === undefined ? null : markOf(given),
  };
}

const recordsOf = <T>(changed: readonly Changed<T>[]): T[] =>
  changed.flatMap(({ record }) => (record === null ? [] : [record]));
const goneAmong = (changed: readonly Changed<unknown>[]): string[] =>
  changed.flatMap(({ id, record, absorbed = [] }) => (record === null ? [id, ...absorbed] : absorbed));

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
