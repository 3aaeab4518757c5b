import type { Attachment, IntakeProblem, ReceivedDeal } from '../../domain/canonical-deal.ts';
import { hostOf } from '../../domain/company-name.ts';
import type { DealFields } from '../../domain/deal.ts';
import { assessDocument } from '../../domain/documents/assess.ts';
import type { ReceivedDocument } from '../../domain/documents/document.ts';
import type { TextContext, TextReading } from '../../domain/reading/finding.ts';
import { localeOf } from '../../domain/reading/locale.ts';
import { type DocumentsPort, type PartnerRecord, VendorFault } from '../ports.ts';
import { documentText } from './document-text.ts';
import { FREE_MAIL } from './free-mail.ts';
import type { Parsed } from './parse.ts';
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
  partner(id: string): Promise<Pick<PartnerRecord, 'language' | 'timeZone' | 'email'> | null>;
  documents: DocumentsPort;
  /** The partner that the submitter names; it goes before what the text says. */
  partnerId?: string;
}

/** A registration in free text with what came around it. */
export interface FreeText {
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
    subject: free.subject,
  };
  const { fields: own, sources = {}, findings = [] } = tools.extract(text, context);
  const fields: DealFields = { ...own };
  const open = new Set(findings.map(({ field }) => field));
  const { documents, forms, problems } = await attached(free.files, tools);
  for (const form of forms) {
    const read = tools.extract(form.text, { ...context, subject: null });
    for (const name of Object.keys(fields) as (keyof DealFields)[]) {
      const source = read.sources?.[name];
      if (fields[name] !== null || open.has(name) || !source?.rule.startsWith('label')) continue;
      Object.assign(fields, { [name]: read.fields[name] });
      sources[name] = { ...source, where: 'attachment', file: form.name };
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

/** Documents and forms among the files. One that cannot be read is a problem for a person, never an error. */
async function attached(files: FreeText['files'], { documents: port }: TextTools) {
  const documents: ReceivedDocument[] = [];
  const forms: { name: string; text: string }[] = [];
  const problems: IntakeProblem[] = [];
  for (const { described, bytes } of files.slice(0, MOST_READ)) {
    const { name, type, sha256, problem } = described;
    if (problem !== undefined || !/\.(?:pdf|txt)$/i.test(name)) continue;
    try {
      const text = await documentText(port, { name, type, bytes });
      const document = assessDocument({ name, sha256, text });
      if (document.kind === 'other') forms.push({ name, text });
      else documents.push(document);
      if (document.missing.length > 0) problems.push(INCOMPLETE);
    } catch (error) {
      if (!(error instanceof VendorFault)) throw error;
      described.problem = `unreadable_${error.code ?? 'document'}`;
    }
  }
  return { documents, forms, problems: problems.slice(0, 1) };
}

const MOST_READ = 10;
const INCOMPLETE: IntakeProblem = {
  code: 'document_incomplete',
  field: null,
  title: 'A letter of intent or an NDA lacks something that it needs.',
};

function problemOf({ code, field, title }: { code: string; field: string; title: string }): IntakeProblem {
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

/** The part of an input that a reading makes. */
export function partOf(reading: ReturnType<typeof readDeal>, body: Uint8Array): Parsed {
  if (!reading.ok) return { ok: false, faults: reading.faults, body };
  return {
    ok: true,
    parsed: { externalId: reading.externalId, version: reading.version, deal: reading.deal },
  };
}
