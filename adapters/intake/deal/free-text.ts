import { DateTime } from 'luxon';
import type { Fault } from '../../../contracts/problem.ts';
import { hostOf } from '../../../domain/company/company-name.ts';
import { isSharedMailDomain } from '../../../domain/company/mail-domains.ts';
import type { DealProblem, ReceivedDeal } from '../../../domain/deal/canonical-deal.ts';
import type { DealFields } from '../../../domain/deal/registration.ts';
import type { Attachment } from '../../../domain/documents/attachment.ts';
import type { ReceivedDocument } from '../../../domain/documents/document.ts';
import type { ReadingFinding, TextContext, TextReading } from '../../../domain/reading/finding.ts';
import { localeOf } from '../../../domain/reading/locale.ts';
import type { PartnerRecord } from '../../ports/prm.ts';
import type { MailAnswer } from '../mail-answers.ts';
import { isOwnContact, modelFieldSource } from './by-model.ts';
import { type Reading, readDeal } from './read-deal.ts';

/** A registration in free text with what came around it: what reading a mail, a PDF or a text gives. Plain JSON. */
export interface FreeText {
  source: 'email' | 'files';
  /** What names it: a mail's Message-ID, else the hash of its bytes. */
  name: string;
  /** SHA-256 of the bytes, hex. */
  sha256: string;
  text: string;
  subject: string | null;
  /** ISO date on which it was written; null: the arrival counts. */
  writtenOn: string | null;
  sender: string | null;
  recipients: string[];
  /** The partner that the text names (`Partner id 7004`). Unproved like the sender, but a reviewer confirms it. */
  partnerId: string | null;
  attachments: Attachment[];
  /** Letters of intent and NDAs. */
  documents: ReceivedDocument[];
  /** Every other attached text: it may be the registration's form. */
  forms: { name: string; text: string }[];
  problems: DealProblem[];
  /** What a mail names: it may answer what we asked. */
  answers: MailAnswer | null;
  /** The server that received the mail vouches for its sender. */
  proved?: boolean;
  /** Why there is nothing to read. */
  nothing?: Fault;
  /** A program sent it: it is a registration where it names a customer. */
  automatic?: 'unclear';
}

/** What the PRM tells of whoever sent a text. */
export type TextPartner = Pick<PartnerRecord, 'name' | 'language' | 'timeZone' | 'email'>;

/** Reads the six fields. */
export type Extract = (
  text: string,
  context: TextContext,
) => Pick<TextReading, 'fields'> & Partial<TextReading>;

/** The fields of a free text, each with where it stood. Plain JSON. */
export interface ReadFields {
  fields: DealFields;
  sources: NonNullable<ReceivedDeal['sources']>;
  findings: ReadingFinding[];
}

/** What the words of a text hang on. @param shared mail domains of many companies, of the tenant's own */
export function contextOf(
  free: FreeText,
  partner: TextPartner | null,
  now: Date,
  shared: readonly string[] = [],
): TextContext {
  const { sender, recipients, subject } = free;
  return {
    writtenOn: free.writtenOn ?? dayOf(now, partner),
    locale: localeOf(partner),
    ownDomains: ownDomains([sender, partner?.email ?? null, ...recipients], shared),
    ownAddresses: [sender, ...recipients].filter((one) => one !== null),
    ownNames: partner === null ? [] : [partner.name],
    subject,
  };
}

/** The day on which a text arrived, where its partner is. */
function dayOf(now: Date, partner: TextPartner | null): string {
  const local = DateTime.fromJSDate(now, { zone: partner?.timeZone ?? 'utc' });
  return (local.isValid ? local.toISODate() : null) ?? now.toISOString().slice(0, 10);
}

/** The fields of a text by rules, and what it leaves open from the labelled lines of its forms. */
export function fieldsOf(free: FreeText, context: TextContext, extract: Extract): ReadFields {
  const { fields, sources = {}, findings = [] } = extract(free.text, context);
  const read: ReadFields = { fields: { ...fields }, sources, findings };
  for (const form of free.forms) {
    const own = extract(form.text, { ...context, subject: null });
    for (const name of gapsOf(read)) {
      const source = own.sources?.[name];
      if (!source?.rule.startsWith('label')) continue;
      Object.assign(read.fields, { [name]: own.fields[name] });
      read.sources[name] = { ...source, where: 'attachment', file: form.name };
    }
  }
  return read;
}

/** The fields that nothing was found for; one that was found and could not be read is a person's matter. */
export function gapsOf({ fields, findings }: ReadFields): (keyof DealFields)[] {
  const open = new Set(findings.map(({ field }) => field));
  return (Object.keys(fields) as (keyof DealFields)[]).filter(
    (name) => fields[name] === null && !open.has(name),
  );
}

/** The same with what a model found for the gaps; it changes nothing that was read. */
export function filledByModel(
  read: ReadFields,
  found: DealFields,
  text: string,
  context: TextContext,
): ReadFields {
  const filled = { ...read, fields: { ...read.fields }, sources: { ...read.sources } };
  for (const name of gapsOf(read)) {
    const value = found[name] ?? null;
    if (value === null || isOwnContact(name, value, context)) continue;
    Object.assign(filled.fields, { [name]: value });
    filled.sources[name] = modelFieldSource(value, text);
  }
  return filled;
}

/** The registration that was read. It only ever reaches a reviewer; where each field stands is kept beside it. */
export function freeTextDeal(
  free: FreeText,
  { fields, sources, findings }: ReadFields,
  identity: { externalId: string; partnerId: string | null },
  now: Date,
): Reading {
  const reading = readDeal(
    {
      ...fields,
      deal_id: identity.externalId,
      estimated_value: fields.stated_value,
      partner_notes: fields.partner_notes?.slice(0, 20_000) ?? null,
      source_partner_id: identity.partnerId,
    },
    'extracted',
    now,
  );
  if (reading.ok) {
    const deal: ReceivedDeal = reading.deal;
    deal.submitted_by = free.sender;
    deal.attachments = free.attachments;
    deal.problems.push(...findings.map(problemOf), ...free.problems);
    if (Object.keys(sources).length > 0) deal.sources = sources;
    if (free.documents.length > 0) deal.documents = free.documents;
  }
  return reading;
}

function problemOf({ code, field, title }: ReadingFinding): DealProblem {
  return { code, field: field === 'stated_value' ? 'estimated_value' : field, title };
}

/** `Partner id 7004`, `Partner-ID: P-17`. */
export function partnerIn(text: string): string | null {
  return (
    /\bpartner[ -]?(?:id|number|no\.?)[ \t]{0,9}[:#=]?\s{0,9}([\p{L}\p{N}][\p{L}\p{N}_.-]{0,60}[\p{L}\p{N}]|[\p{L}\p{N}])/iu.exec(
      text,
    )?.[1] ?? null
  );
}

/** Company domains of the partner and of us; where many share a domain only the very address is somebody's own. */
function ownDomains(addresses: readonly (string | null)[], shared: readonly string[]): string[] {
  const hosts = addresses
    .map((one) => hostOf(one))
    .filter((host) => host !== null && !isSharedMailDomain(host, shared));
  return [...new Set(hosts as string[])];
}
