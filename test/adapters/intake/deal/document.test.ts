import { describe, expect, test } from '@jest/globals';
import { createDocuments } from '../../../../adapters/documents/index.ts';
import { parseDealDocument } from '../../../../adapters/intake/deal/document.ts';
import { extractDeal } from '../../../../domain/deal/extract-deal.ts';
import { encryptedPdf, formPdf, textPdf } from '../../documents/pdf-files.ts';

const now = new Date('2026-11-21T12:00:00Z');
const tools = {
  extract: extractDeal,
  token: (text: string) => `t_${text}`,
  partnerOf: async () => null,
  partner: async () => ({
    name: 'Nordlicht Systeme AG',
    language: 'de',
    timeZone: 'Europe/Berlin',
    email: 'deals@nordlicht.example',
  }),
  documents: createDocuments(),
};
const pdf = (bytes: Buffer, more = {}) =>
  parseDealDocument(bytes, 'application/pdf', now, { ...tools, ...more });
const LINES = [
  'Projektanmeldung',
  'Partner-ID: 7001',
  'Kunde: ACME GmbH',
  'Auftragswert: 12.500,00 EUR',
  'Abschluss: 03/04/2027',
  'Kontakt: jo@acme.example, vertrieb@nordlicht.example',
];

describe('a registration as a document', () => {
  test('of text gives its fields and the partner it names, for a reviewer only', async () => {
    const bytes = textPdf(LINES);
    const part = await pdf(bytes);
    const parsed = part.ok ? part.parsed : undefined;
    expect(parsed?.stated.submission).toMatchObject({
      source_partner_id: '7001',
      submission_timestamp: now.toISOString(),
      customer_name: 'ACME GmbH',
      stated_value: { amount: '12500.00', currency: 'EUR' },
      expected_close_date: '2027-04-03',
      primary_contact_email: 'jo@acme.example',
      provenance: 'extracted',
    });
    expect(parsed?.stated.sources?.stated_value).toMatchObject({ where: 'text', line: 4, rule: 'label' });
    const again = await pdf(bytes);
    expect(again.ok && again.parsed.externalId).toBe(parsed?.externalId);
  });

  test('of a filled-in form gives its fields; the partner that is named goes before the one in it', async () => {
    const part = await pdf(formPdf({ customer_name: 'ACME GmbH', partner_id: '7009' }), {
      partnerId: '7002',
    });
    expect(part.ok && part.parsed.stated.submission).toMatchObject({
      customer_name: 'ACME GmbH',
      source_partner_id: '7002',
    });
  });

  test('of plain text is read the same', async () => {
    const part = await parseDealDocument(Buffer.from(LINES.join('\n')), 'text/plain', now, tools);
    expect(part.ok && part.parsed.stated.submission.customer_name).toBe('ACME GmbH');
  });

  test.each([
    ['broken', Buffer.from('%PDF-1.4 and no more'), 'malformed_document_broken'],
    ['protected', encryptedPdf(), 'malformed_document_encrypted'],
    ['about something else', textPdf(['Lunch menu']), 'no_registration'],
  ])('that is %s is refused with a way out', async (_name, bytes, code) => {
    const part = await pdf(bytes);
    expect(part.ok ? [] : part.faults).toMatchObject([{ code, fix: expect.stringMatching(/\w+/) }]);
  });
});
