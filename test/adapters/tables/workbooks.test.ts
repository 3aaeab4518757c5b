import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { zipSync } from 'fflate';
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

test('of OpenDocument rows of repeated headings and of groups are read, with the currency of each cell, and hidden ones are not', async () => {
  expect(await read('groups.ods')).toEqual([
    [2, 'O-1', 'Peña y Señor SL', '45000.50 EUR', '2027-03-31'],
    [3, 'O-2', 'Ceñal S.A.', '12500.00 CHF', '2027-04-30'],
    [6, 'O-5', 'Último S.A.', '3000.00 USD', '2027-05-31'],
  ]);
  expect(await notesOf('groups.ods')).toEqual([
    'Read from the sheet Registros. Hidden: Viejo.',
    'Not read as a record: rows 4, 5 (hidden in the spreadsheet).',
    'Hidden columns are read too: D.',
  ]);
});

test('what ExcelJS and SheetJS write is read: formulas, links, rich text, hidden rows and sheets', async () => {
  expect(await read('exceljs.xlsx')).toEqual([
    [2, '0007', 'Ünal Gıda A.Ş.', '45000.50 SEK', '2027-03-31'],
    [3, '0008', 'Östrund AB', '12500.00 SEK', '2027-04-30'],
  ]);
  expect(await notesOf('exceljs.xlsx')).toEqual([
    'Read from the sheet Deals. Hidden: Notes.',
    'Not read as a record: row 4 (hidden in the spreadsheet).',
  ]);
  for (const name of ['sheetjs.xlsx', 'sheetjs.ods'])
    expect(await read(name)).toEqual([
      [2, 'SJ-1', 'Łódź Żagle Sp. z o.o.', '45000.50 PLN', '2027-03-31'],
      [3, 'SJ-2', 'Kaçar A.Ş.', '12500.00 TRY', '2027-04-30'],
    ]);
});

test('OpenDocument that repeats a row or a cell beyond any table is refused', async () => {
  const rows = (attributes: string) =>
    `<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="A"><table:table-row ${attributes}><table:table-cell table:number-columns-repeated="9000" office:value-type="float" office:value="1"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`;
  const code = async (attributes: string) => {
    const bytes = zipSync({ 'content.xml': Buffer.from(rows(attributes)) });
    const read = await readTable(bytes, {}, DEAL_HEADINGS);
    return 'fault' in read ? read.fault.code : null;
  };
  expect(await code('')).not.toBe('workbook_unreadable');
  expect(await code('table:number-rows-repeated="1000000"')).toBe('workbook_unreadable');
});

test('a row that was refused can be read again alone', async () => {
  const parts = await parseDealTable(workbook('spoilt.xlsx'), now, UNSTATED);
  for (const part of parts.filter((each) => !each.ok).slice(0, 2)) {
    if (part.ok) continue;
    const [again] = await parseDealTable(part.body, now, UNSTATED);
    expect(again?.ok === false && again.faults[0].code).toBe(part.faults[0].code);
  }
});
