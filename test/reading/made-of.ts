import { createDocuments } from '../../adapters/documents/index.ts';
import { onPage } from '../../domain/invoice/read-spot.ts';
import { cellOf, rowsOf } from '../../domain/invoice/rows.ts';
import { lineWords } from '../../domain/invoice/text-words.ts';
import type { Word } from '../../domain/invoice/word.ts';
import { contactAddresses } from '../../domain/reading/contact.ts';
import { CLOSE_WORDS } from '../../domain/reading/context-words.ts';
import type { Labelled } from '../../domain/reading/labelled.ts';
import { openPage } from '../../domain/reading/page.ts';
import { UNSTATED } from '../../domain/reading/source-format.ts';
import { zonedLines } from '../../domain/reading/zones.ts';

const NOW = new Date('2026-11-20T12:00:00Z');
const context = (text: string) => ({
  writtenOn: '2026-11-20',
  locale: 'de',
  ownDomains: ['partner.example'],
  ownAddresses: ['joe@partner.example'],
  ownNames: ['Partner GmbH'],
  subject: text,
});
const lines = (text: string) => zonedLines(text, null);
const labelled = (text: string): Labelled => ({
  ...{ field: 'customer_name', strong: true, value: text, start: 0, end: text.length },
  ...{ line: 1, aside: text, forwarded: false },
});
const findings = () => ({ faults: [], problems: [] });
const fields = (text: string) => ({
  customer_name: text,
  opportunity_name: text,
  stated_value: null,
  expected_close_date: text,
  primary_contact_email: text,
  partner_notes: text,
});
const bytes = (text: string) => Buffer.from(text);
const words = (text: string) => text.split(/[ \n]/);
const same = (text: string) => text;

/** On lines of a page, as a typewriter sets them, and all in one line. */
const invoiceWords = (text: string): Word[] => {
  const lines = lineWords(text);
  return [...lines, ...lines.map((word) => ({ ...word, page: 2, box: { ...word.box, top: 0 } }))];
};

/** A value that holds a hostile text, by the type that a parameter is written with. */
export const MADE_OF: Readonly<Record<string, (text: string) => unknown>> = {
  string: same,
  'string | null': same,
  'string | null | undefined': same,
  'string | object': same,
  'string | { amount: string; currency: string } | null | undefined': same,
  unknown: same,
  T: same,
  Uint8Array: bytes,
  Buffer: bytes,
  'readonly string[]': words,
  'Iterable<string>': words,

  TextContext: context,
  'readonly TextLine[]': lines,
  Page: (text) => openPage(text, context(text)),
  Labelled: labelled,
  'readonly Labelled[]': (text) => [labelled(text)],
  'readonly Candidate<string>[]': (text) => contactAddresses(text),
  'readonly (Candidate<T> | null)[]': (text) => contactAddresses(text),
  'readonly Candidate<T>[]': (text) => contactAddresses(text),
  Fact: (text) => ({ value: text, source: 'x' }),
  'readonly Fact[]': (text) => [{ value: text.slice(0, 2_000), source: 'x' }],
  DealFields: fields,
  '{ name: string; sha256: string; text: string }': (text) => ({
    name: text,
    sha256: '0',
    text: `NDA\n${text}`,
  }),
  "Pick<Email, 'inReplyTo' | 'references' | 'subject'>": (text) => ({
    inReplyTo: text,
    references: text,
    subject: text,
  }),
  'readonly Word[]': invoiceWords,
  'readonly Row[]': (text) => rowsOf(invoiceWords(text)),
  Cell: (text) => cellOf(invoiceWords(text)),
  XmlElement: (text) => ({ name: 'Invoice', attributes: {}, children: [], text, path: '/Invoice' }),
  'readonly TextRun[]': (text) =>
    words(text).map((str, index) => ({ str, transform: [9, 0, 0, 9, 0, -index], width: 9, hasEOL: false })),
  'readonly Placed[]': (text) =>
    words(text).map((str, index) => ({ str, transform: [0, 0, 0, 0, 0, -index], width: 1, height: 1 })),
};

/** What holds no foreign text. */
export const BESIDE_IT: Readonly<Record<string, () => unknown>> = {
  number: () => 0,
  boolean: () => true,
  Date: () => NOW,
  Findings: findings,
  SourceFormat: () => UNSTATED,
  'DateOrder | null': () => null,
  "DateContext['order']": () => undefined,
  'NumberFormat | null': () => null,
  NumberReadings: () => ({ '.': '1', ',': null }),
  DateContext: () => ({ writtenOn: '2026-11-20', locale: 'de' }),
  '{ locale: string | null; currency?: string | null }': () => ({ locale: 'de', currency: 'EUR' }),
  'ReadonlySet<string>': () => new Set(['points']),
  'Readonly<Record<string, string>>': () => ({ '[[EMAIL_1]]': 'a@b.example' }),
  Polarity: () => CLOSE_WORDS,
  "'taken' | 'left'": () => 'left',
  DealSubmission: () => ({}),
  'readonly PastRegistration[]': () => [],
  'readonly KnownAccount[]': () => [],
  '{ language: string; timeZone: string } | null': () => null,
  "NonNullable<Read['code']>": () => 'date_imprecise',
  Zone: () => 'body',
  Unit: () => 'days',
  ReadingCode: () => 'date_ambiguous',
  '(name: string) => boolean': () => () => false,
  '(host: string) => boolean': () => () => false,
  '(value: T) => string': () => String,
  '(text: string) => string': () => (text: string) => text.slice(0, 20),
  '(year: number) => string | null': () => () => null,
  '{ start: number; end: number } | null': () => ({ start: 1_000, end: 1_010 }),
  "readonly Pick<Candidate<unknown>, 'start' | 'end'>[]": () => [{ start: 1_000, end: 1_010 }],
  '{ start: number; end: number }': () => ({ start: 1_000, end: 1_010 }),
  "'and' | 'apart'": () => 'and',
  "'mark' | 'mark' | null": () => null,
  "'customer_name' | 'opportunity_name'": () => 'customer_name',
  "'weeks' | 'months' | 'quarters' | 'years'": () => 'weeks',
  "DealSubmission['provenance']": () => 'extracted',
  'keyof DealFields': () => 'customer_name',
  IntakeForm: () => 'message/rfc822',
  FieldForm: () => 'text/csv',
  DocumentType: () => 'text/plain',
  DocumentsPort: () => createDocuments(),
  "ReadValue['how']": () => 'text_layer',
  "Source['placeOf']": () => onPage,
  Source: () => ({ how: 'text_layer', placeOf: onPage }),
  PrintedFormat: () => ({ mark: ',', currency: 'EUR', cents: true }),
  "Pick<PrintedFormat, 'mark' | 'currency'>": () => ({ mark: ',', currency: 'EUR' }),
  Matrix: () => [1, 0, 0, 1, 0, 0],
};
