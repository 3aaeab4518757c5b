import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessDocument } from '../../../domain/documents/assess.ts';
import { cpuMs } from '../../environment/cpu-time.ts';

const assess = (text: string, name = 'document.pdf') =>
  assessDocument({ name, sha256: 'a'.repeat(64), text });

const LETTER = `Letter of Intent

Date: 18 November 2026

between Brightwater Council Ltd, 1 High Street, and Thames Valley Networks Ltd

Brightwater intends to order a network refresh for GBP 64,000.00 by the end of February 2027.
This letter remains valid for 6 months.

Signed for the customer: M. Okafor, Head of IT`;

const NDA_DE = `Geheimhaltungsvereinbarung

zwischen der Müller & Söhne GmbH & Co. KG, Ulm, und der Nordlicht Systeme AG, Hamburg

vom 3. November 2026

Diese Vereinbarung gilt für die Dauer von zwei Jahren. Es gilt das Recht der Bundesrepublik Deutschland.

Unterschrift: ______________`;

describe('a document that comes with a registration', () => {
  test('as a complete letter of intent', () => {
    expect(assess(LETTER)).toEqual({
      name: 'document.pdf',
      sha256: 'a'.repeat(64),
      kind: 'letter_of_intent',
      terms: {
        parties: ['Brightwater Council Ltd', 'Thames Valley Networks Ltd'],
        date: '2026-11-18',
        value: { amount: '64000.00', currency: 'GBP' },
        term_months: 6,
        governing_law: null,
        signed: true,
      },
      missing: [],
    });
  });

  test('as an NDA that nobody signed', () => {
    const { kind, terms, missing } = assess(NDA_DE);
    expect(kind).toBe('nda');
    expect(terms).toMatchObject({
      parties: ['Müller & Söhne GmbH & Co. KG', 'Nordlicht Systeme AG'],
      date: '2026-11-03',
      term_months: 24,
      governing_law: 'Bundesrepublik Deutschland',
      signed: false,
    });
    expect(missing).toEqual(['signed']);
  });

  test.each([
    [
      'MUTUAL NON-DISCLOSURE AGREEMENT\nThis Agreement shall be governed by the laws of the State of New York.',
      'nda',
      'the State of New York',
    ],
    ['ACCORD DE CONFIDENTIALITÉ\nLe présent accord est régi par le droit français.', 'nda', 'droit français'],
    ['Acuerdo de confidencialidad\nSe regirá por la legislación española.', 'nda', 'legislación española'],
    ['秘密保持契約書\n準拠法は日本法とする。', 'nda', '日本法'],
    ['Carta de intenção', 'letter_of_intent', null],
    ['Price list for partners', 'other', null],
  ])('%s', (text, kind, law) => {
    const read = assess(text);
    expect({ kind: read.kind, law: read.terms.governing_law }).toEqual({ kind, law });
  });

  test('is told by its name where its text has no title', () => {
    expect(assess('scanned', 'NDA_signed.pdf')).toMatchObject({
      kind: 'nda',
      missing: ['parties', 'date', 'term_months', 'governing_law', 'signed'],
    });
  });

  test('names no person', () => {
    expect(JSON.stringify(assess(LETTER))).not.toContain('Okafor');
    const { terms, missing } = assess('NDA between Maria Okafor and ACME GmbH');
    expect({ parties: terms.parties, missing: missing.includes('parties') }).toEqual({
      parties: ['ACME GmbH'],
      missing: true,
    });
  });

  test('of any text whatever is assessed in time', () => {
    const pieces = fc.constantFrom(
      'between ',
      ' and ',
      'term ',
      'NDA ',
      'zwischen ',
      'Signed by: ',
      '\n',
      'ACME GmbH',
      '12 months',
      '_',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 20 })), { maxLength: 200 }),
        (parts) => {
          const { terms, missing } = assess(parts.join(''));
          expect(missing.includes('signed') && terms.signed).toBe(false);
        },
      ),
    );
    const before = cpuMs();
    assess(`NDA ${'between the term '.repeat(3_000)}`);
    assess(`NDA ${'zwischen ACME und '.repeat(3_000)}`);
    expect(cpuMs() - before).toBeLessThan(10_000);
  });
});
