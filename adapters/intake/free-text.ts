import { hostOf } from '../../domain/company/company-name.ts';
import type { Attachment, IntakeProblem, ReceivedDeal } from '../../domain/deal/canonical-deal.ts';
import type { DealFields } from '../../domain/deal/registration.ts';
import type { ReadingFinding, TextContext, TextReading } from '../../domain/reading/finding.ts';
import { localeOf } from '../../domain/reading/locale.ts';
import type { DocumentsPort, PartnerRecord } from '../ports/index.ts';
import { attached } from './attached.ts';
import { byModel, isOwnContact, placeOf } from './by-model.ts';
import { FREE_MAIL } from './free-mail.ts';
import { readDeal } from './read-deal.ts';

/** What a free text is read with. */
export interface TextTools {
  /** Reads the six fields. */
  extract(text: string, context: TextContext): Pick<TextReading, 'fields'> & Partial<TextReading>;
  /** Turns a Message-ID or a hash into an external id: a keyed hash, so that the id says nothing about the sender. */
  token(text: string): string;
  /** The partner a person of this address belongs to; null when unknown. */
  partnerOf(address: string): Promise<string | null>;
  /** The PRM's record; null when it has none or is away. */
  partner(id: string): Promise<Pick<PartnerRecord, 'name' | 'language' | 'timeZone' | 'email'> | null>;
  documents: DocumentsPort;
  /** Reads what the rules left open, kept to what the document says word for word. Absent: no model is configured. */
  model?(input: { case: string; document: string }): Promise<{ fields: DealFields }>;
  /** The partner that the submitter names; it goes before what the text says. */
  partnerId?: string;
}

/** A registration in free text with what came around it. */
export interface FreeText {
  source: 'email' | 'files';
  externalId: string;
  text: string;
  subject: string | null;
  /** ISO date on which it was written; null: the arrival counts. */
  writtenOn: string | null;
  sender: string | null;
  recipients: readonly string[];
  files: readonly { described: Attachment; bytes: Buffer }[];
}

/**
 * Reads a registration from free text and the forms that came with it. It only ever reaches a reviewer; where each field stands
 * is kept beside it. Letters of intent and NDAs are assessed, not read as registrations.
 */
export async function readFreeText(
  free: FreeText,
  now: Date,
  tools: TextTools,
): Promise<{
  reading: ReturnType<typeof readDeal>;
  /** Nothing in it reads like a registration. */
  empty: boolean;
}> {
  const { text, sender, externalId } = free;
  const partnerId =
    tools.partnerId ?? (sender === null ? null : await tools.partnerOf(sender)) ?? partnerIn(text);
  const partner = partnerId === null ? null : await tools.partner(partnerId);
  const context: TextContext = {
    writtenOn: free.writtenOn ?? now.toISOString().slice(0, 10),
    locale: localeOf(partner),
    ownDomains: ownDomains([sender, partner?.email ?? null, ...free.recipients]),
    ownAddresses: [sender, ...free.recipients].filter((one) => one !== null),
    ownNames: partner === null ? [] : [partner.name],
    subject: free.subject,
  };
  const { fields: own, sources = {}, findings = [] } = tools.extract(text, context);
  const fields: DealFields = { ...own };
  const open = new Set(findings.map(({ field }) => field));
  const { documents, forms, problems } = await attached(free.files, tools.documents);
  const gaps = () =>
    (Object.keys(fields) as (keyof DealFields)[]).filter((name) => fields[name] === null && !open.has(name));
  for (const form of forms) {
    const read = tools.extract(form.text, { ...context, subject: null });
    for (const name of gaps()) {
      const source = read.sources?.[name];
      if (!source?.rule.startsWith('label')) continue;
      Object.assign(fields, { [name]: read.fields[name] });
      sources[name] = { ...source, where: 'attachment', file: form.name };
    }
  }
  if (gaps().length > 0) {
    const read = await byModel(free, tools);
    for (const name of gaps()) {
      const value = read?.[name] ?? null;
      if (value === null || isOwnContact(name, value, context)) continue;
      Object.assign(fields, { [name]: value });
      sources[name] = placeOf(value, text);
    }
  }
  const reading = readDeal(
    {
      ...fields,
      deal_id: externalId,
      estimated_value: fields.stated_value,
      partner_notes: fields.partner_notes?.slice(0, 20_000) ?? null,
      source_partner_id: partnerId,
    },
    'extracted',
    now,
  );
  if (reading.ok) {
    const deal: ReceivedDeal = reading.deal;
    deal.submitted_by = sender;
    deal.attachments = free.files.map(({ described }) => described);
    deal.problems.push(...findings.map(problemOf), ...problems);
    if (Object.keys(sources).length > 0) deal.sources = sources;
    if (documents.length > 0) deal.documents = documents;
  }
  return { reading, empty: Object.values(fields).every((one) => one === null) };
}

function problemOf({ code, field, title }: ReadingFinding): IntakeProblem {
  return { code, field: field === 'stated_value' ? 'estimated_value' : field, title };
}

/** `Partner id 7004`, `Partner-ID: P-17`. Unproved like the sender, but a reviewer confirms it. */
function partnerIn(text: string): string | null {
  return (
    /\bpartner[ -]?(?:id|number|no\.?)\s*[:#=]?\s*([\p{L}\p{N}][\p{L}\p{N}_.-]{0,60}[\p{L}\p{N}]|[\p{L}\p{N}])/iu.exec(
      text,
    )?.[1] ?? null
  );
}

/** Company domains of the partner and of us; at a free-mail provider only the very address is somebody's own. */
function ownDomains(addresses: readonly (string | null)[]): string[] {
  const hosts = addresses.map((one) => hostOf(one)).filter((host) => host !== null && !FREE_MAIL.test(host));
  return [...new Set(hosts as string[])];
}
