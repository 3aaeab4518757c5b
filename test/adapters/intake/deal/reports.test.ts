import { describe, expect, test } from '@jest/globals';
import { parseDealCsv } from '../../../../adapters/intake/deal/csv.ts';
import { editedDeal } from '../../../../adapters/intake/deal/edited.ts';
import { parseDealJson } from '../../../../adapters/intake/deal/json.ts';

const now = new Date('2026-11-27T12:00:00Z');
const read = (...lines: string[]) =>
  parseDealCsv(Buffer.from(lines.join('\r\n')), now).map((part) => {
    if (!part.ok) return part.faults[0].code;
    const { externalId, stated } = part.parsed;
    const { customer_name, opportunity_name, stated_value, expected_close_date, primary_contact_email } =
      stated.submission;
    const value = stated_value && `${stated_value.amount} ${stated_value.currency}`;
    return [externalId, customer_name, opportunity_name, value, expected_close_date, primary_contact_email];
  });

describe('a report is read under the headings of its own', () => {
  test.each<[string, string[], unknown[]]>([
    [
      'Salesforce',
      [
        'Opportunity ID,Account Name,Opportunity Name,Amount Currency,Amount,Amount (converted) Currency,Amount (converted),Close Date',
        '006x,Acme,Crane,EUR,"45,000.00",USD,"49,000.00",3/31/2027',
      ],
      ['006x', 'Acme', 'Crane', '45000.00 EUR', '2027-03-31', null],
    ],
    [
      'HubSpot',
      [
        'Record ID,Deal Name,Deal Stage,Close Date,Amount,Currency,Associated Company',
        '123,Crane,Open,2027-03-31 00:00,45000,EUR,Acme',
      ],
      ['123', 'Acme', 'Crane', '45000.00 EUR', '2027-03-31', null],
    ],
    [
      'Dynamics',
      [
        '(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,Topic,Potential Customer,Est. Close Date,Est. Revenue,Currency',
        'abc-1,xx,Crane,Acme,2027-03-31,45000.00,EUR',
      ],
      ['abc-1', 'Acme', 'Crane', '45000.00 EUR', '2027-03-31', null],
    ],
    [
      'German',
      [
        'Vorgangsnummer;Endkunde;Projektname;Auftragswert in EUR;Abschlussdatum;Ansprechpartner;E-Mail',
        '7;Müller;Kran;45.000,00;31.03.2027;Anna Schmidt;it@mueller.example',
      ],
      ['7', 'Müller', 'Kran', '45000.00 EUR', '2027-03-31', 'it@mueller.example'],
    ],
    [
      'French',
      [
        "N° d'enregistrement;Client final;Montant (€);Date de clôture (JJ/MM/AAAA);Contact",
        '7;Crème;45 000,00;03/04/2027;a@b.example',
      ],
      ['7', 'Crème', null, '45000.00 EUR', '2027-04-03', 'a@b.example'],
    ],
    [
      'Spanish',
      [
        'ID de oportunidad;Cliente final;Oportunidad;Importe;Moneda;Fecha de cierre',
        '7;Peña;Grúa;45.000,00;EUR;31/03/2027',
      ],
      ['7', 'Peña', 'Grúa', '45000.00 EUR', '2027-03-31', null],
    ],
    [
      'Portuguese',
      [
        'ID do negócio;Cliente;Nome do projeto;Valor estimado (R$);Data de fechamento',
        '7;São João;Grua;45.000,50;31/03/2027',
      ],
      ['7', 'São João', 'Grua', '45000.50 BRL', '2027-03-31', null],
    ],
    [
      'Japanese',
      [
        '案件番号,顧客名,案件名,金額（円）,受注予定日,担当者',
        '7,株式会社カモメ,クレーン,45000,2027/3/31,山田',
      ],
      ['7', '株式会社カモメ', 'クレーン', '45000 JPY', '2027-03-31', null],
    ],
  ])('%s', (_, lines, want) => {
    expect(read(...lines)).toEqual([want]);
  });
});

test('a separator that the first line states is that of the file', () => {
  expect(read('sep=^', 'deal_id^customer_name^amount^currency', '1^A, B; C^45,50^EUR')).toEqual([
    ['1', 'A, B; C', null, '45.50 EUR', null, null],
  ]);
});

test('a month with two digits is a year or a day, and asked about once', () => {
  expect(read('deal_id,close_date', '1,Mar-27')).toEqual(['date_ambiguous']);
  expect(read('deal_id,close_date', '1,Mar-27', '2,déc. 28', '3,2027-03-31')).toEqual(['date_ambiguous']);
});

test('multipliers and letters that are no currency are refused', () => {
  for (const amount of ['₹85 L', '€m 1.2', '45k EUR', '1.2 Cr'])
    expect(read('deal_id,amount', `1,${amount}`)).toEqual(['amount_malformed']);
});

test('an edit that is two numbers is refused with both', () => {
  const part = parseDealJson(Buffer.from('{"deal_id":"1","amount":"5.00","currency":"EUR"}'), now);
  if (!part?.ok) throw new Error('it is read');
  const edit = (amount: string) =>
    editedDeal(part.parsed.stated, { stated_value: { amount, currency: 'EUR' } }, now);
  expect(() => edit('45.000')).toThrow('can be read as 45.000 and as 45000. Write 45000.00 or 45.00');
  expect(edit('45000.00').submission.stated_value).toEqual({ amount: '45000.00', currency: 'EUR' });
});
