import { createDocuments } from '../../adapters/documents/index.ts';
import { parseDealCsv } from '../../adapters/intake/deal/csv.ts';
import { parseDealDocument } from '../../adapters/intake/deal/document.ts';
import { parseDealJson } from '../../adapters/intake/deal/json.ts';
import { parseDealMail } from '../../adapters/intake/deal/mail.ts';
import type { DealPart } from '../../adapters/intake/deal/part.ts';
import type { TextTools } from '../../adapters/intake/deal/text-tools.ts';
import { hostOf } from '../../domain/company/company-name.ts';
import { isSharedMailDomain } from '../../domain/company/mail-domains.ts';
import type { ReceivedDeal } from '../../domain/deal/canonical-deal.ts';
import { extractDeal } from '../../domain/deal/extract-deal.ts';
import type { Truth } from '../../sandbox/channel/generator/truth.ts';
import type { ChannelPartner, ChannelPrmDeal } from '../../sandbox/channel.ts';

/** The contact's company domain; null without one. */
export function contactHost(email: string | null, freeMail: readonly string[]): string | null {
  const host = hostOf(email);
  return host === null || isSharedMailDomain(host, freeMail) ? null : host;
}

/** The registration of one truth as intake reads it; null when it reads none. */
export async function dealsOf(
  { file: name, row, registration }: Pick<Truth, 'file' | 'row' | 'registration'>,
  file: (path: string) => Buffer,
  prmDeals: readonly ChannelPrmDeal[],
  partners: ReadonlyMap<string, ChannelPartner>,
  now: Date,
): Promise<ReceivedDeal | null> {
  const bytes = file(name);
  const read = (part: DealPart | null | undefined) => (part?.ok ? part.parsed.stated : null);
  if (name.endsWith('.csv')) return read(parseDealCsv(bytes, now)[(row ?? 1) - 1]);
  if (name.endsWith('.json')) {
    const { source, body, raw } = JSON.parse(bytes.toString('utf8')) as {
      source: string;
      body?: unknown;
      raw?: string;
    };
    const deal = source === 'impartner' ? inPrm(prmDeals, registration) : body;
    return read(parseDealJson(Buffer.from(raw ?? JSON.stringify(deal)), now));
  }
  const tools = textTools(partners);
  if (name.endsWith('.eml')) return read((await parseDealMail(bytes, now, tools)) as DealPart | null);
  const type = name.endsWith('.pdf') ? 'application/pdf' : 'text/plain';
  return read((await parseDealDocument(bytes, type, now, tools)) as DealPart | null);
}

/** What the PRM answers when it is asked for the registration that a webhook names. */
function inPrm(deals: readonly ChannelPrmDeal[], registration: string | null): object {
  const deal = deals.find(({ id }) => `impartner/${id}` === registration);
  if (!deal) return {};
  return {
    deal_id: deal.id,
    source_partner_id: deal.partnerId,
    customer_name: deal.customerName,
    opportunity_name: deal.name,
    estimated_value: deal.amount === undefined ? null : String(deal.amount),
    currency: deal.currency,
    expected_close_date: deal.closeDate,
    primary_contact_email: deal.contactEmail,
    partner_notes: deal.notes,
    submission_timestamp: deal.submittedAt ?? deal.createdAt,
  };
}

function textTools(partners: ReadonlyMap<string, ChannelPartner>): TextTools {
  const all = [...partners.values()];
  return {
    extract: extractDeal,
    token: (text) => text,
    partnerOf: async (address) =>
      all.find(({ email }) => email.toLowerCase() === address.toLowerCase())?.id ?? null,
    partner: async (id) => partners.get(id) ?? null,
    documents: createDocuments(),
  };
}
