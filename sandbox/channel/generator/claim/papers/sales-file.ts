import { strToU8, zipSync } from 'fflate';
import { shortDate } from '../../days.ts';
import type { Look, Paper, PaperLine } from '../claim.ts';
import { decimal, printed } from '../money.ts';

/** Headings of a till or ERP in the language of its partner. */
const HEADINGS: Record<string, string[]> = {
  en: [
    'Date',
    'Invoice number',
    'Customer',
    'SKU',
    'Product',
    'Quantity',
    'Unit price',
    'Net amount',
    'Currency',
  ],
  de: [
    'Datum',
    'Rechnungsnummer',
    'Kunde',
    'Artikelnummer',
    'Bezeichnung',
    'Menge',
    'Einzelpreis',
    'Nettobetrag',
    'Währung',
  ],
  fr: [
    'Date',
    'Numéro de facture',
    'Client',
    'Référence',
    'Désignation',
    'Quantité',
    'Prix unitaire',
    'Montant HT',
    'Devise',
  ],
  es: [
    'Fecha',
    'Número de factura',
    'Cliente',
    'Referencia',
    'Descripción',
    'Cantidad',
    'Precio unitario',
    'Importe neto',
    'Moneda',
  ],
};

/** A point-of-sale file as CSV: semicolons and commas in decimals where people write so, days as there. */
export function salesCsv(paper: Paper, { seed }: Look): Buffer {
  const headings = HEADINGS[paper.language] ?? (HEADINGS.en as string[]);
  const english = headings === HEADINGS.en;
  const isIso = seed % 2 === 0;
  const separator = english ? ',' : ';';
  const money = (minor: number) =>
    english
      ? decimal(minor, paper.currency)
      : printed(minor, paper.currency, paper.language).replace(/ /g, '');
  const rows = paper.lines.map((line) =>
    cellsOf(line, paper, (day) => (isIso ? day : shortDate(day, paper.language)), money),
  );
  const quoted = (cell: string) => (/[",;\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const text = [headings, ...rows].map((row) => row.map(quoted).join(separator)).join('\r\n');
  return Buffer.from(`${english ? '' : '\ufeff'}${text}\r\n`);
}

function cellsOf(
  { day, number, customer, sku, name, quantity, unit, net }: PaperLine,
  { currency, day: issued, number: file }: Paper,
  date: (day: string) => string,
  money: (minor: number) => string,
): string[] {
  return [
    date(day ?? issued),
    number ?? file,
    customer ?? '',
    sku,
    name,
    String(quantity),
    money(unit),
    money(net),
    currency,
  ];
}

/** The same as a workbook of one sheet (ECMA-376), numbers as numbers and days as days. */
export function salesWorkbook(paper: Paper): Buffer {
  const headings = HEADINGS[paper.language] ?? (HEADINGS.en as string[]);
  const word = (text: string) =>
    `<c t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
  const number = (value: string | number, style = 0) => `<c s="${style}"><v>${value}</v></c>`;
  const rows = paper.lines.map((line) =>
    [
      number(serialOf(line.day ?? paper.day), 1),
      word(line.number ?? paper.number),
      word(line.customer ?? ''),
      word(line.sku),
      word(line.name),
      number(line.quantity),
      number(decimal(line.unit, paper.currency), 2),
      number(decimal(line.net, paper.currency), 2),
      word(paper.currency),
    ].join(''),
  );
  const sheet = [headings.map(word).join(''), ...rows].map((cells) => `<row>${cells}</row>`).join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const files: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sales" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
  };
  const entries = Object.entries(files).map(([name, xml]): [string, Uint8Array] => [
    name,
    strToU8(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`),
  ]);
  // Without a fixed time the same workbook would be other bytes a second later.
  return Buffer.from(zipSync(Object.fromEntries(entries), { mtime: '2026-01-01T00:00:00Z' }));
}

/** Excel counts days from 1899-12-30. */
function serialOf(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse('1899-12-30T00:00:00Z')) / 86_400_000);
}
