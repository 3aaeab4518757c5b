import type { DealFields } from '../../domain/deal/registration.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import type { MatchRecord, PostalAddress } from '../../domain/match/record.ts';
import type { Money } from '../../domain/money.ts';

/**
 * The ports: what activities know of the outside world. A vendor is one file that implements one of them.
 * Everything that crosses a port is plain JSON in our words; vendors' words stay in their files.
 */

/** How a call may behave; made by the activity that calls. */
export interface Call {
  /** Milliseconds until the HTTP request is given up: 1,000 in a local activity, 20,000 in a regular one. */
  timeoutMs: number;
  /** False in a local activity: a spent budget fails at once with VendorFault `budget` instead of waiting. */
  mayWait: boolean;
  signal?: AbortSignal;
}

export type FaultKind =
  /** network, timeout, 408, 429, 5xx: the request may or may not have landed unless `landed` says otherwise */
  | 'unavailable'
  /** the vendor's or our own rate limit */
  | 'rate_limited'
  | 'budget'
  /** 401/403: credentials or scope */
  | 'auth'
  | 'not_found'
  /** 400, 409, 422 and business errors inside a 200 */
  | 'rejected';

/** The one error that leaves an adapter. Its message names vendor, status and code and never holds a secret. */
export class VendorFault extends Error {
  readonly vendor: string;
  readonly kind: FaultKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** When the vendor said how long to wait, or a fixed wait where it never says. */
  readonly retryAfterMs: number | undefined;
  /** True when the request certainly never reached the vendor's logic (connection refused, 401, 429). */
  readonly certainlyNotLanded: boolean;
  constructor(fault: {
    vendor: string;
    kind: FaultKind;
    message: string;
    status?: number;
    code?: string;
    retryAfterMs?: number;
    certainlyNotLanded?: boolean;
  }) {
    super(`${fault.vendor}: ${fault.message}`);
    this.name = 'VendorFault';
    this.vendor = fault.vendor;
    this.kind = fault.kind;
    this.status = fault.status;
    this.code = fault.code;
    this.retryAfterMs = fault.retryAfterMs;
    this.certainlyNotLanded = fault.certainlyNotLanded ?? false;
  }
}

/** What a write left at the vendor: the record's own id there, and whether it was created or changed. */
export interface Landed {
  id: string;
  created: boolean;
  /** References only: it stands readable in the ledger and in Temporal's history. */
  detail?: JsonObject;
}

/**
 * One kind of write, in the four verbs that the effect ledger needs to write at most once and to undo exactly.
 * `before` is read and stored before `send`; `undo` gets it back.
 */
export interface Write {
  /** `upsert`: a repeat is harmless. `lookup`: a repeat would double, so look up first. `at_most_once`: neither helps (e-mail). */
  readonly repeat: 'upsert' | 'lookup' | 'at_most_once';
  /** How long after a write the vendor's search may still miss it; 0 where reads are consistent. */
  readonly searchLagMs: number;
  /** Whether money moves; such an undo waits for a person. */
  readonly movesMoney: boolean;
  /** The fields that `send` will touch as they are now; null when the record does not exist yet. */
  before(payload: JsonObject, key: string, call: Call): Promise<JsonObject | null>;
  /** Exactly one writing HTTP request. */
  send(payload: JsonObject, key: string, call: Call): Promise<Landed>;
  /** Did this very write land? `absent` only proves something once searchLagMs has passed since the last send. */
  lookup(payload: JsonObject, key: string, call: Call): Promise<Landed | 'absent' | 'unknown'>;
  /** Puts back `before` (or deletes what was created). Safe to repeat. Answers what could only be corrected, if anything;
   * `inUse`: the record was kept for what hangs on it, and can go once that is gone. */
  undo(
    args: { payload: JsonObject; before: JsonObject | null; landed: Landed; key: string },
    call: Call,
  ): Promise<{ corrected?: string; inUse?: boolean }>;
}

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

/** How far the changed records of a vendor were read: everything up to this change and, within its instant, this id. */
export interface ChangeMark {
  /** UTC instant as in PrmDeal.modifiedAt. */
  modifiedAt: string;
  /** Of the record, or whatever names it to the adapter: compared with nothing else. */
  id: string;
}

export interface PrmPort {
  readonly vendor: string;
  partner(id: string, call: Call): Promise<PartnerRecord | null>;
  deal(id: string, call: Call): Promise<PrmDeal | null>;
  /**
   * Registrations that changed after the mark, oldest change first; all of them when it is null. `next` goes on where this page
   * ended; null when it was the last one: to ask again later, keep the mark of the last registration that was read. What
   * changed so recently that the PRM's search may not show it yet is left for later, so that no mark passes it by.
   */
  registrationsChangedSince(
    since: ChangeMark | null,
    call: Call,
  ): Promise<{ deals: PrmDeal[]; next: ChangeMark | null }>;
  /**
   * Id of the registration that this vendor's webhook speaks of; null when the event is about something else. Nothing else in
   * the body is believed, the record is read. @throws VendorFault `rejected`, code `missing_id`, when the body names none.
   */
  reported(event: unknown): string | null;
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

/** Where registrations are entered: reads the one that its webhook speaks of. */
export interface Registrar extends Pick<PrmPort, 'reported' | 'deal'> {
  /** The events of one delivery, where the vendor sends several at once; null when the body is none of its deliveries. */
  delivered?(body: unknown): DeliveredEvent[] | null;
}

export interface DeliveredEvent {
  /** Names the event through all attempts to deliver it; null when it cannot be read. */
  key: string | null;
  /** The record that it is about: one reading serves all its events. */
  record: string;
  /** What `reported` takes; the same through all attempts. */
  event: Json;
}

export interface CrmAccount {
  id: string;
  name: string;
  /** Host name without `www.`; null when unknown. */
  domain: string | null;
  /** Id of the parent account; null at the top or when unknown. */
  parentId: string | null;
  /** Where the company sits; null when the CRM holds no part of it. */
  address: PostalAddress | null;
  /** UTC instant of the last logged direct touch (call, meeting, e-mail by own sales); null when none is logged. A CRM that keeps
   * only the day gives its midnight. */
  lastTouchAt: string | null;
}

export interface CrmOpportunity {
  id: string;
  accountId: string;
  name: string;
  stage: string;
  open: boolean;
  /** Partner that registered it, if any. */
  partnerId: string | null;
  /** UTC instant of the last change. */
  modifiedAt: string;
  /** UTC instant of the last logged activity on it; null when none is logged. */
  lastActivityAt: string | null;
  /** Product families that it is about; empty when the CRM does not say. */
  products: string[];
}

/** One page of changes. Deletions are not among them. */
export interface CrmChanges {
  accounts: CrmAccount[];
  /** Open and closed ones. */
  opportunities: CrmOpportunity[];
  /** Where to go on; null when nothing more is there now. To ask again later, keep the last mark that was not null:
   * what came after it is read again, and whatever changed since. */
  next: ChangeMark | null;
}

export interface CrmPort {
  readonly vendor: string;
  /** Stage in which upsertOpportunity makes one: what still has it has not moved. Null where no stage is written. */
  readonly openingStage: string | null;
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
   * Registrations that partners enter in the CRM itself; null where it is no place to register. A record that is none, or not yet,
   * is a `Draft`; one that we wrote is `ours`.
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

export interface Message {
  /** Address, or channel; restored from its token only here, at the edge. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  inReplyTo?: string;
}

export interface NotifyPort {
  readonly vendor: string;
  writes: {
    /** Payload: { message: Message, partnerId, kind }. The Message-ID is derived from the key. */
    send: Write;
  };
}

export interface LlmRequest {
  /** Prompt file and version, e.g. `deal-rationale@1`. */
  prompt: string;
  system: string;
  /** Data, never instructions; already tokenised. */
  user: string;
  /** JSON schema of the answer (from zod). */
  schema: JsonObject;
  maxTokens: number;
}

export interface LlmAnswer {
  /** Parsed JSON, not yet checked against the zod schema. */
  value: Json;
  /** Model id, or `template`. */
  model: string;
  stopReason: string;
  usage: { inputTokens: number; outputTokens: number };
  requestId: string | null;
}

/** A model declined: not retried, the template writer takes over. */
export class LlmRefusal extends Error {
  override readonly name = 'LlmRefusal';
}

export interface LlmPort {
  readonly vendor: string;
  /** @throws VendorFault, LlmRefusal */
  complete(request: LlmRequest, call: Call): Promise<LlmAnswer>;
}

/** Finds records that may be the same customer among very many; what it finds is scored by domain/match. */
export interface MatchPort {
  readonly vendor: string;
  /** Adds or replaces records by their `record.record`. At most 1,000 a call. */
  index(records: readonly IndexedRecord[], call: Call): Promise<void>;
  /** Records by name, in no order; unknown ones are left out. */
  records(names: readonly string[], call: Call): Promise<IndexedRecord[]>;
  /** Every record whose parent is one of these. */
  children(parents: readonly string[], call: Call): Promise<IndexedRecord[]>;
  /** Removes records; unknown ones are ignored. */
  remove(records: readonly string[], call: Call): Promise<void>;
  /**
   * The likeliest, best first: nearest names by n-gram cosine, and whatever shares a domain, its registrable label, a contact, a
   * parent or a postal address. At most `limit`, never the record `query.record` itself.
   */
  candidates(query: MatchRecord, limit: number, call: Call): Promise<IndexedRecord[]>;
  /** Housekeeping after many changes; true when there is more to do. Called again and again, a minute at a time at most. */
  tend(call: Call): Promise<boolean>;
}

/** What a document says. */
export interface DocumentText {
  /** Page by page; empty strings where a page holds pictures only. */
  pages: string[];
  /** Filled-in fields of a form by the names that its maker gave them. */
  form: { name: string; value: string }[];
}

/** Reads the text of a document that came with a registration or a claim. */
export interface DocumentsPort {
  readonly vendor: string;
  /**
   * @throws VendorFault `rejected` with a code: `encrypted`, `broken`, `too_large`, `too_slow`, `unsupported`
   */
  text(document: { name: string; type: string; bytes: Buffer }, call: Call): Promise<DocumentText>;
}

/** What is known of a company from outside. */
export interface Firmographics {
  name: string;
  domain: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  industry: string | null;
  employees: number | null;
  /** The source's id of the record. */
  id: string;
}

export interface EnrichPort {
  readonly vendor: string;
  /** The company by its domain, else by its name and country; null when the source does not know it or is not sure. */
  firmographics(
    by: { domain: string | null; name: string; country: string | null },
    call: Call,
  ): Promise<Firmographics | null>;
}

export interface Ports {
  prm: PrmPort;
  crm: CrmPort;
  notify: NotifyPort;
  /** null: no model is configured, the template writer is used and says so. */
  llm: LlmPort | null;
  match: MatchPort;
  /** null: no outside source is configured. */
  enrich: EnrichPort | null;
}

type WritingPort = 'prm' | 'crm' | 'notify';
/** The ledger's name of a write: `crm.upsertAccount`, `notify.send` … */
export type Operation = {
  [P in WritingPort]: `${P}.${keyof Ports[P]['writes'] & string}`;
}[WritingPort];

/** Every write of every port by its ledger name: `crm.upsertAccount`, `notify.send` … */
export function writesOf(ports: Pick<Ports, WritingPort>): Record<string, Write> {
  const named = (port: string, writes: Record<string, Write | null>) =>
    Object.entries(writes).flatMap(([operation, write]) =>
      write ? [[`${port}.${operation}`, write] as const] : [],
    );
  return Object.fromEntries([
    ...named('prm', ports.prm.writes),
    ...named('crm', ports.crm.writes),
    ...named('notify', ports.notify.writes),
  ]);
}
