import type { LastTouch } from '../../domain/match/facts.ts';
import type { PostalAddress } from '../../domain/match/record.ts';
import type { Call } from './call.ts';
import type { ChangeMark, OddRecord } from './changes.ts';
import type { Registrar } from './registrar.ts';
import type { Write } from './write.ts';

export interface CrmAccount {
  id: string;
  name: string;
  /** Host name without `www.`; null when unknown. */
  domain: string | null;
  /** Id of the parent account; null at the top or when unknown. */
  parentId: string | null;
  /** Where the company sits; null when the CRM holds no part of it. */
  address: PostalAddress | null;
  /** Of the last logged direct touch (call, meeting, e-mail by own sales). A CRM that keeps only the day gives its midnight. */
  lastTouchAt: LastTouch;
  /** UTC instant since which it is there; absent where the CRM is not asked for it. */
  createdAt?: string | null;
}

export interface CrmOpportunity {
  id: string;
  accountId: string;
  name: string;
  stage: string;
  open: boolean;
  /** Partner that registered it, if any. */
  partnerId: string | null;
  /** UTC instant since which it is there; absent where the CRM is not asked for it. */
  createdAt?: string | null;
  /** UTC instant of the last change. */
  modifiedAt: string;
  /** Of the last logged activity on it. */
  lastActivityAt: LastTouch;
  /** Product families that it is about; empty when it is about none, null when the CRM does not say. */
  products: string[] | null;
}

/** One page of changes. */
export interface CrmChanges {
  accounts: CrmAccount[];
  /** Open and closed ones. */
  opportunities: CrmOpportunity[];
  /** Ids of those that are no more: deleted, or gone into another one. Absent: none, or the CRM does not tell. */
  gone?: { accounts: string[]; opportunities: string[] };
  /** Those that cannot be read; absent: none. */
  odd?: OddRecord[];
  /** Where to go on; null when nothing more is there now. To ask again later, keep the last mark that was not null:
   * what came after it is read again, and whatever changed since. */
  next: ChangeMark | null;
}

export interface CrmPort {
  readonly vendor: string;
  /** Stage in which upsertOpportunity makes one: what still has it has not moved. Null where no stage is written. */
  readonly openingStage: string | null;
  /** How long the mirror rests after it has read everything; absent: it reads each minute. Milliseconds. */
  readonly mirrorEveryMs?: number;
  /**
   * Accounts that share the domain or the leading words of the normalised name, with their open opportunities. `own`: id of the one
   * among them that upsertAccount would change under `externalId`; null without such a one, and where the CRM keeps no external ids.
   */
  candidates(
    by: { domain: string | null; name: string; externalId?: string },
    call: Call,
  ): Promise<{ accounts: CrmAccount[]; opportunities: CrmOpportunity[]; own: string | null }>;
  /**
   * Accounts and opportunities that changed after `since` (null: all), oldest change first in the stable order (modifiedAt, id), a
   * page at a time. What changed so recently that the CRM may not show it yet is left for later. A record that changes while it is
   * read comes twice.
   */
  changedSince(since: ChangeMark | null, call: Call): Promise<CrmChanges>;
  /**
   * Registrations that partners enter in the CRM itself; null when partners do not register there. A record that is not a registration
   * (yet) is a `Draft`; one that we wrote is `ours`.
   */
  readonly registrations: Registrar | null;
  writes: {
    /** Payload: { externalId, name, domain? } */
    upsertAccount: Write;
    /** Payload: { externalId, email } and where a new one hangs: either `accountExternalId` (an account that upsertAccount wrote) or
     * `accountId` (one that candidates answered), never both. */
    upsertContact: Write;
    /** Payload: { externalId, name, amount, currency, closeDate, partnerId, tags: string[], competitor: string | null }, and
     * `accountExternalId` or `accountId` as upsertContact. Tags are `size:large`, `product:backup` …; the mapping file says which fields they and the competitor land in. */
    upsertOpportunity: Write;
  };
}
