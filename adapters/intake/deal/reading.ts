import type { Fault } from '../../../contracts/problem.ts';
import type { ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import type { Stage } from '../../../domain/intake.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Call } from '../../ports/call.ts';
import type { Registrar } from '../../ports/registrar.ts';
import type { ClaimedDelivery } from '../../store/deliveries.ts';
import { statement } from '../../store/statement.ts';
import type { Vault } from '../../store/vault.ts';
import type { ReadingDeps, ReadPart } from '../intake-of.ts';
import { type KeptPart, keptPart, openedPart } from '../kept-part.ts';
import { answeredCases } from '../mail/answered-cases.ts';
import { ownerOf } from '../mail/owner.ts';
import { ownSharedDomains } from '../mail/shared-mail-domains.ts';
import type { RowsForm } from '../quick.ts';
import { readInThread } from '../read-in-thread.ts';
import { unreadable } from './document.ts';
import {
  contextOf,
  type FreeText,
  filledByModel,
  gapsOf,
  type ReadFields,
  type TextPartner,
} from './free-text.ts';
import type { Several } from './mail.ts';
import { mailParts } from './mail-parts.ts';
import type { DealPart } from './part.ts';
import type { TextForm } from './reading-jobs.ts';
import { readRecord } from './record-hint.ts';
import type { ReadText, ReadTexts } from './several-mails.ts';
import { caseOfText } from './text-tools.ts';

/** What the steps have read of one delivery so far. Plain JSON, kept sealed. */
interface DeliveryReading {
  free?: FreeText;
  partnerId?: string | null;
  /** Nobody vouches for the sender of a mail. */
  unconfirmed?: boolean;
  partner?: TextPartner | null;
  /** Cases of the sender that a mail may answer, likeliest first. */
  answered?: string[];
  fields?: ReadFields;
  /** Mails that are attached, until it is known which of them are registrations. */
  several?: Several;
  /** Further registrations of the same delivery. */
  more?: ReadText[];
  /** Rows that are read, of a table alone or of those that came with a text. */
  parts?: KeptPart<ReceivedDeal>[];
}

interface Advanced {
  reading: DeliveryReading;
  next: Stage | 'settle';
}

/**
 * Takes one step of reading a delivery.
 * @throws VendorFault when PRM, CRM or model did not answer
 */
export async function advance(
  deps: ReadingDeps,
  delivery: ClaimedDelivery,
  stage: Stage,
  call: Call,
): Promise<{ reading: JsonObject; next: Stage | 'settle' }> {
  const { reading, next } = await stepOf(deps, delivery, stage, call);
  return { reading: reading as unknown as JsonObject, next };
}

async function stepOf(
  deps: ReadingDeps,
  delivery: ClaimedDelivery,
  stage: Stage,
  call: Call,
): Promise<Advanced> {
  const reading = delivery.reading as DeliveryReading;
  switch (stage) {
    case 'text':
      return readText(deps, delivery, call);
    case 'rows':
      return readRows(deps, delivery, call);
    case 'record':
      return parts(await readRecord(registrarOf(deps, delivery.source), delivery.body, deps.now(), call));
    case 'sender':
    case 'partner':
      return { reading: { ...reading, ...(await readPartner(deps, delivery, call)) }, next: 'fields' };
    case 'fields':
      return readFields(deps, delivery, call);
    case 'gaps':
      return readGaps(deps, delivery, call);
  }
}

async function readText(
  { now, formatOf, mailServers = [] }: ReadingDeps,
  { form, body, source }: ClaimedDelivery,
  { signal }: Call,
): Promise<Advanced> {
  const input = { form: form as TextForm, body, now: now(), format: formatOf(source), servers: mailServers };
  const read = await readInThread('text', input, { signal });
  if ('code' in read) return refused(unreadable(read.code));
  const { answer } = read;
  if ('fault' in answer) return refused(answer.fault, answer.aside);
  const { free, rows, several } = answer;
  const kept = rows.length > 0 ? { parts: rows.map(keptPart) } : {};
  return {
    reading: { free, ...kept, ...(several && { several }) },
    next: free.answers === null ? 'partner' : 'sender',
  };
}

async function readRows(
  { now, formatOf }: ReadingDeps,
  { form, body, source }: ClaimedDelivery,
  { signal }: Call,
): Promise<Advanced> {
  const input = { form: form as RowsForm, body, now: now(), format: formatOf(source) };
  const read = await readInThread('rows', input, { signal });
  return 'code' in read ? refused(unreadable(read.code)) : parts(read.answer);
}

/** Who sent a text, and which of our questions they may answer. */
async function readPartner(
  { store, prm, now }: ReadingDeps,
  delivery: ClaimedDelivery,
  call: Call,
): Promise<Pick<DeliveryReading, 'partnerId' | 'unconfirmed' | 'partner' | 'answered'>> {
  const free = freeOf(delivery);
  const { sender, answers } = free;
  const { partnerId, unconfirmed } = await ownerOf({ store, prm }, free, delivery.partnerId, call);
  const partner = partnerId === null ? null : await prm.partners.read(partnerId, call);
  const answered =
    answers === null ? [] : await answeredCases({ store, prm, now }, 'deal', sender, answers, call);
  const known = partner && {
    name: partner.name,
    language: partner.language,
    timeZone: partner.timeZone,
    email: partner.email,
  };
  return { partnerId, unconfirmed, partner: known, answered };
}

async function readFields(deps: ReadingDeps, delivery: ClaimedDelivery, { signal }: Call): Promise<Advanced> {
  const free = freeOf(delivery);
  const { several, ...before } = delivery.reading as DeliveryReading;
  const { partner = null, partnerId = delivery.partnerId ?? free.partnerId } = before;
  const shared = await ownSharedDomains(statement(deps.store), delivery.receivedAt);
  const context = contextOf(free, partner, new Date(delivery.receivedAt), shared);
  const read = await readInThread('fields', { free, ...(several && { several }), context }, { signal });
  if ('code' in read) return refused(unreadable(read.code));
  const [{ free: first, fields }, ...more] = read.answer;
  const reading = { ...before, partnerId, free: first, fields, ...(more.length > 0 && { more }) };
  return { reading, next: deps.model && gapsOf(fields).length > 0 ? 'gaps' : 'settle' };
}

/** A model reads the beginning of a very long text. */
const MOST_ASKED = 40_000;

async function readGaps(deps: ReadingDeps, delivery: ClaimedDelivery, call: Call): Promise<Advanced> {
  const free = freeOf(delivery);
  const reading = delivery.reading as DeliveryReading;
  const { fields, partner = null } = reading;
  if (!fields || !deps.model) return { reading, next: 'settle' };
  const document = free.text.slice(0, MOST_ASKED);
  const asked = { case: caseOfText(free, deps.vault.tokenOf), document, byRule: fields.fields };
  const found = await deps.model(asked, call);
  const shared = await ownSharedDomains(statement(deps.store), delivery.receivedAt);
  const context = contextOf(free, partner, new Date(delivery.receivedAt), shared);
  return {
    reading: { ...reading, fields: filledByModel(fields, found.fields, free.text, context) },
    next: 'settle',
  };
}

/** The registrations of a delivery once all of its steps are done; each with the cases that it may answer. */
export function partsRead(delivery: ClaimedDelivery, vault: Vault): ReadPart<ReceivedDeal>[] {
  const reading = delivery.reading as DeliveryReading;
  const { free, fields, more = [], answered = [], parts: kept = [] } = reading;
  const rows = kept.map((part) => openedPart(part, delivery.body));
  if (!free || !fields) return rows.map((part) => ({ part, answered }));
  const owner = { partnerId: reading.partnerId ?? null, unconfirmed: reading.unconfirmed ?? false };
  const read = { texts: [{ free, fields }, ...more] as ReadTexts, owner, rows, body: delivery.body };
  return mailParts(read, new Date(delivery.receivedAt), vault.tokenOf).map((part) => ({ part, answered }));
}

function registrarOf({ prm, crm }: ReadingDeps, source: string): Registrar | null {
  return (crm.vendor === source ? crm.registrations : null) ?? prm.deals;
}

function freeOf({ reading }: ClaimedDelivery): FreeText {
  const { free } = reading as DeliveryReading;
  if (!free) throw new Error('the text of this delivery has not been read');
  return free;
}

function refused(fault: Fault, aside?: true): Advanced {
  const part = { ok: false as const, faults: [fault] as [Fault], body: null, ...(aside && { aside }) };
  return { reading: { parts: [part] }, next: 'settle' };
}

function parts(all: readonly DealPart[]): Advanced {
  return { reading: { parts: all.map(keptPart) }, next: 'settle' };
}
