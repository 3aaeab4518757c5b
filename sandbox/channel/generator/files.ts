import type { Item } from './desk.ts';
import { formLines } from './form.ts';
import { asMail } from './mail.ts';
import { pdf } from './pdf.ts';
import type { Deal } from './records.ts';
import { inWords } from './text.ts';
import type { Fields, Form, Registration } from './truth.ts';

/** One file of the inbox and what of it the truth speaks of. */
export interface InboxFile {
  name: string;
  bytes: Buffer;
  /** The items in it, in order; a CSV has several. */
  items: { item: Item; fields: Partial<Fields> | null }[];
}

const SOURCES = {
  webhook: 'portal',
  impartner: 'impartner',
  csv: 'files',
  text: 'files',
  pdf: 'files',
  mail: 'email',
};
/** Rows of one CSV file at most. */
const ROWS = 5;
/** Files from here on arrive when the earlier ones have come to rest. */
const LATE_FROM = 9001;
const FIRST = 1001;

/** `portal/QE-1001`: source and the source's own id, as a truth names a registration; mails and documents have their file instead. */
export function nameOf({ form, registration }: Pick<Item, 'form' | 'registration'>): string {
  return `${SOURCES[form]}/${form === 'impartner' ? prmId(registration) : registration.id}`;
}

export const formOf = (item: Item): Form => (item.form === 'impartner' ? 'webhook' : item.form);

/** Puts the items into files, the late ones last. */
export function asFiles(items: readonly Item[]): InboxFile[] {
  const groups: Item[][] = [];
  for (const late of [undefined, true]) {
    const wave = items.filter((item) => item.late === late);
    const rows = wave.filter((item) => item.form === 'csv' && !item.raw);
    groups.push(...wave.filter((item) => !rows.includes(item)).map((item) => [item]));
    for (let at = 0; at < rows.length; at += ROWS) groups.push(rows.slice(at, at + ROWS));
  }
  let early = FIRST;
  let late = LATE_FROM;
  return groups.map((group) => fileOf(group, group[0]?.late ? late++ : early++));
}

function fileOf(group: Item[], number: number): InboxFile {
  const [item] = group as [Item];
  const made = content(group, item);
  // As a partner would call it: a name never says what is planted in the file.
  const id = item.form === 'csv' ? 'registrations' : item.registration.id.toLowerCase();
  const name = item.style?.extra?.fileName ?? `${CALLED[item.form]}-${id}`;
  return {
    name: `${number}-${name}.${made.ending}`,
    bytes: Buffer.isBuffer(made.bytes) ? made.bytes : Buffer.from(made.bytes),
    items: group.map((each) => ({ item: each, fields: made.fields })),
  };
}

const CALLED = { ...SOURCES, csv: 'partner', text: 'note', pdf: 'form', mail: 'mail' };

interface Content {
  ending: string;
  bytes: string | Buffer;
  fields: Partial<Fields> | null;
}

function content(group: Item[], item: Item): Content {
  const { registration, form } = item;
  if (item.raw) return { ...item.raw(recordOf(item)), fields: null };
  switch (form) {
    case 'impartner': {
      const body = { event: 'deal.submitted', object: 'Deal', id: Number(prmId(registration)) };
      return { ending: 'json', bytes: `${JSON.stringify({ source: 'impartner', body })}\n`, fields: null };
    }
    case 'webhook': {
      const body = { type: 'deal.submitted', data: recordOf(item) };
      const delivery = { source: 'portal', id: `msg_${registration.id.toLowerCase()}`, body };
      return { ending: 'json', bytes: `${JSON.stringify(delivery, null, 1)}\n`, fields: null };
    }
    case 'csv':
      return { ending: 'csv', bytes: csv(group.map(recordOf)), fields: null };
    case 'mail': {
      const { text, fields } = asMail(item);
      return { ending: 'eml', bytes: text, fields };
    }
    default:
      return document(item);
  }
}

function recordOf(item: Item): Record<string, unknown> {
  const { registration, fault } = item;
  const record = {
    deal_id: registration.id,
    source_partner_id: registration.partnerId,
    customer_name: registration.customer,
    opportunity_name: registration.opportunity,
    estimated_value: registration.value,
    expected_close_date: registration.close,
    primary_contact_email: registration.contact,
    partner_notes: registration.notes,
    submission_timestamp: registration.submittedAt,
    ...registration.more,
  };
  return fault ? fault(record) : record;
}

const COLUMNS =
  'deal_id,source_partner_id,customer_name,opportunity_name,estimated_value,currency,expected_close_date,primary_contact_email,partner_notes,submission_timestamp,territories,product_families,program,non_standard_discount'.split(
    ',',
  );

function csv(records: readonly Record<string, unknown>[]): string {
  const cell = (value: unknown) => {
    const text = Array.isArray(value) ? value.join('|') : value == null ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = records.map((record) => {
    const value = record.estimated_value as { amount: string; currency: string } | null;
    const flat = { ...record, estimated_value: value?.amount, currency: value?.currency } as Record<
      string,
      unknown
    >;
    return COLUMNS.map((name) => cell(flat[name])).join(',');
  });
  return `${COLUMNS.join(',')}\n${rows.join('\n')}\n`;
}

/** A form without mail around it. */
function document(item: Item): Content {
  const { text, fields } = inWords(item);
  const lines = formLines(item, text);
  if (item.form === 'text') return { ending: 'txt', bytes: `${lines.join('\n')}\n`, fields };
  return { ending: 'pdf', bytes: pdf([lines]), fields };
}

/** Id in the PRM of a registration that was entered there. */
function prmId({ id }: Registration): string {
  return String(8000 + Number(id.slice(3)) - 1000);
}

/** The registration as the PRM holds it before anybody has looked at it. */
export function prmDeal(registration: Registration): Deal {
  const { value, close } = registration;
  return {
    id: prmId(registration),
    partnerId: registration.partnerId,
    status: 'Submitted',
    name: registration.opportunity ?? '',
    customerName: registration.customer ?? '',
    ...(value ? { amount: Number(value.amount), currency: value.currency } : {}),
    ...(close ? { closeDate: close } : {}),
    contactEmail: registration.contact ?? '',
    notes: registration.notes ?? '',
    createdAt: registration.submittedAt,
  };
}
