import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseDealTable } from '../../../adapters/intake/deal/any-table.ts';
import { DEAL_HEADINGS } from '../../../adapters/intake/deal/table.ts';
import { readTable } from '../../../adapters/tables/read-table.ts';
import { type SourceFormat, UNSTATED } from '../../../domain/reading/source-format.ts';
import { noteText } from '../../../domain/tables/note-text.ts';

const now = new Date('2026-11-27T12:00:00Z');
/** Made by openpyxl, XlsxWriter and odfpy (make.py beside them). */
const workbook = (name: string) => readFileSync(join(import.meta.dirname, '../../data/workbooks', name));

/** Row, id, customer, value and date of each registration, or the code of its refusal. */
async function read(name: string, stated: Partial<SourceFormat> = {}) {
  const parts = await parseDealTable(workbook(name), now, { ...UNSTATED, ...stated });
  return parts.map((part) => {
    if (!part.ok) return [part.place?.row ?? null, part.faults[0].code];
    const { customer_name, stated_value, expected_close_date } = part.parsed.stated.submission;
    const value = stated_value && `${stated_value.amount} ${stated_value.currency}`;
    return [part.place?.row, part.parsed.externalId, customer_name, value, expected_close_date];
  });
}

async function notesOf(name: string, sheet: string | null = null): Promise<string[]> {
  const found = await readTable(workbook(name), { sheet }, DEAL_HEADINGS);
  return 'fault' in found ? [found.fault.code] : found.table.notes.map(noteText);
}

describe('a list as people keep it', () => {
  test('is read below its title and merged headings, with the ids, currencies and dates that its formats show', async () => {
    expect(await read('pipeline.xlsx')).toEqual([
      [5, '00127', 'Müller & Söhne GmbH', '12500.50 EUR', '2027-03-31'],
      [6, '00128', 'Crème Café SARL', '45000.00 EUR', '2027-04-30'],
      [8, '00130', 'Total Energies Rostock', '1250.13 EUR', '2027-12-31'],
    ]);
  });
  test('says what was read, what was not, and what was set aside', async () => {
    expect(await notesOf('pipeline.xlsx')).toEqual([
      'Read from the sheet Registrierungen. Not read: Legende. Hidden: Alt.',
      'Not read as a record: rows 1, 3 (above the headings).',
      'Not read as a record: row 7 (hidden in the spreadsheet).',
      'Not read as a record: row 9 (a line of sums).',
      'Not read as a record: row 11 (a note).',
      'Hidden columns are read too: F.',
    ]);
  });
  test('names the columns that it does not read', async () => {
    const [part] = await parseDealTable(workbook('pipeline.xlsx'), now, UNSTATED);
    expect(part?.ok && part.parsed.unread).toEqual(['Telefon', 'Marge']);
  });
});

test('a report of a CRM is read with the currency of each cell, by the values that its formulas had', async () => {
  expect(await read('report.xlsx')).toEqual(
    ['EUR', 'GBP', 'CAD', 'JPY', 'USD'].map((currency, index) => [
      index + 2,
      `006${index + 1}x0000${index + 1}AAA`,
      `Kunde ${index + 1}`,
      `45000${currency === 'JPY' ? '' : '.00'} ${currency}`,
      '2027-03-31',
    ]),
  );
  expect(await notesOf('report.xlsx')).toEqual([
    'Not read as a record: row 8 (a line of sums).',
    'Not read as a record: rows 10, 11 (a note).',
  ]);
});

test('what a spreadsheet has spoilt is refused in its row; text beside numbers has a format of its own', async () => {
  expect(await read('spoilt.xlsx')).toEqual([
    [2, 'id_rounded'],
    [3, 'cell_error'],
    [4, '3', 'Text', '12500.50 EUR', null],
    [5, '4', 'Text', '45000.00 EUR', null],
    [6, '5', 'Number', '45000.25 EUR', '2027-03-31'],
    [7, 'id_twice'],
    [8, 'id_twice'],
  ]);
  expect(await read('uncomputed.xlsx')).toEqual([[2, 'cell_error']]);
});

test('of two sheets that hold registrations none is chosen; one is stated by its name or number', async () => {
  expect(await read('two-regions.xlsx')).toEqual([[null, 'sheet_ambiguous']]);
  expect(await read('two-regions.xlsx', { sheet: 'apac' })).toEqual([
    [2, 'APAC-1', 'Kunde APAC', '1000.00 EUR', null],
  ]);
  expect(await read('two-regions.xlsx', { sheet: '1' })).toEqual([
    [2, 'EMEA-1', 'Kunde EMEA', '1000.00 EUR', null],
  ]);
  expect(await read('two-regions.xlsx', { sheet: 'Americas' })).toEqual([[null, 'sheet_missing']]);
  expect(await notesOf('pipeline.xlsx', 'Alt')).toEqual([
    'Read from the sheet Alt. Not read: Registrierungen, Legende.',
  ]);
});

test('OpenDocument is read as well', async () => {
  expect(await read('libre.ods')).toEqual([[2, '7', 'Peña y Señor SL', '45000.50 EUR', null]]);
});

test('a row that was refused can be read again alone', async () => {
  const parts = await parseDealTable(workbook('spoilt.xlsx'), now, UNSTATED);
  for (const part of parts.filter((each) => !each.ok).slice(0, 2)) {
    if (part.ok) continue;
    const [again] = await parseDealTable(part.body, now, UNSTATED);
    expect(again?.ok === false && again.faults[0].code).toBe(part.faults[0].code);
  }
});
