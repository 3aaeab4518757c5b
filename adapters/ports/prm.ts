import type { DealFields } from '../../domain/deal/registration.ts';
import type { FundRequest } from '../../domain/incentives/fund-request.ts';
import type { Json } from '../../domain/json.ts';
import type { Money } from '../../domain/money.ts';
import type { Call } from './call.ts';
import type { ChangeMark, OddRecord } from './changes.ts';
import type { Registrar } from './registrar.ts';
import type { StaffPort } from './staff.ts';
import type { Write } from './write.ts';

export interface PartnerRecord {
  id: string;
  name: string;
  tier: string;
  region: string;
  /** BCP 47, e.g. `de`. */
  language: string;
  timeZone: string;
  email: string | null;
  active: boolean;
  /** Share of approved registrations won in twelve months, 0..1; null when unknown. */
  winRate: number | null;
  /** Performance score 0..1; null when unknown. */
  performance: number | null;
  /** Certified for the program; null when unknown. */
  certified: boolean | null;
  /** Approved registrations ever. */
  approvedRegistrations: number | null;
  /** Person id of the channel manager. */
  manager: string | null;
  /** Names of the certifications that are valid now; null when the PRM does not say, empty when it says that there is none. */
  certifications: string[] | null;
  /** Territories that the partner may sell in, in our words; null when unknown. */
  territories: string[] | null;
  /** Market development funds that are approved and not yet spent; null when unknown. */
  mdfBalance: Money | null;
  /** Id of the partner above it (distributor of a reseller); null when it has none or the PRM does not say. */
  parentPartner: string | null;
  /** The agreement under which it sells; null or absent when the PRM does not say. */
  agreement?: PartnerAgreement | null;
}

/** Days are `2026-01-31`, both included. */
export interface PartnerAgreement {
  number: string;
  from: string;
  /** Null: it has no end. */
  to: string | null;
}

export interface PrmDeal {
  id: string;
  partnerId: string;
  status: string;
  fields: DealFields;
  /** The vendor's version or modification instant; null when it has none. */
  version: string | null;
  /** UTC instant at which the partner submitted it, by the PRM's own record; null when it has none. */
  submittedAt: string | null;
  /** UTC instant of the last change there, milliseconds; null when the PRM does not say. */
  modifiedAt: string | null;
  /** Made by our own createDeal, from a registration that we have already. */
  ours: boolean;
}

/** A PRM, by what it keeps. A facet is null where the PRM keeps nothing of the kind. */
export interface PrmPort {
  readonly vendor: string;
  /** See CrmPort. */
  readonly mirrorEveryMs?: number;
  partners: PrmPartners;
  deals: PrmDeals | null;
  /** Requests for market development funds; absent where the PRM keeps none. */
  funds?: PrmFunds;
  /** Tasks for our own people: the channel `prm` of port staff. */
  tasks: StaffPort | null;
}

/** Who the partners are. */
export interface PrmPartners {
  read(id: string, call: Call): Promise<PartnerRecord | null>;
  /** The one partner whose address this is, whatever its case; null when none or several have it. */
  withEmail(address: string, call: Call): Promise<PartnerRecord | null>;
}

/** What partners have asked for, and were granted, of market development funds. */
export interface PrmFunds {
  /** Null: there is no such request. */
  read(id: string, call: Call): Promise<FundRequest | null>;
}

/** Deal registrations. */
export interface PrmDeals extends Omit<Registrar, 'delivered'> {
  /**
   * A watched folder has the same name as this PRM, so that a registration of this source need not be a record here: each is looked up.
   * Absent: whatever comes from the source of this name is a record here.
   */
  sharesSource?: true;
  /**
   * Registrations that changed after the mark, oldest change first; all of them when it is null. `next` goes on where this page
   * ended; null when it was the last one: to ask again later, keep the mark of the last registration that was read. What
   * changed so recently that the PRM's search may not show it yet is left for later, so that no mark passes it by. `odd`: those
   * that cannot be read; absent: none.
   */
  changedSince(
    since: ChangeMark | null,
    call: Call,
  ): Promise<{ deals: PrmDeal[]; odd?: OddRecord[]; next: ChangeMark | null }>;
  /**
   * What `reported` would be told of a registration, for a PRM whose webhook may say nothing of a new one: those that `changedSince`
   * brings are then taken in as if it had. Absent where the webhook is relied on.
   */
  asReported?(id: string): Json;
  /**
   * What `reported` would be told of those of these registrations that went into another one, where a merge changes nothing that
   * `changedSince` could bring. Only open cases are asked about. Absent where a change or an event tells it.
   */
  merged?(ids: readonly string[], call: Call): Promise<Json[]>;
  writes: {
    /** Payload: { externalId, partnerId, fields: DealFields }. For registrations that came by e-mail or file. */
    createDeal: Write;
    /** Payload: { id, status, closureReason?, AI_Validation_Score, Potential_Conflict_ID, Routing_Recommendation }. */
    updateDeal: Write;
    /**
     * Payload: { externalId, dealId, otherRecord, clause, first, summary }, strings; `first` is the record that came first. One
     * `ConflictHistory` object a key. Null where the PRM has no objects of one's own.
     */
    recordConflict: Write | null;
  };
}
