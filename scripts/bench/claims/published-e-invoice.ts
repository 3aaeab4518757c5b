import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Paper, PaperLine } from '../../../sandbox/channel/generator/claim/claim.ts';
import { decimal } from '../../../sandbox/channel/generator/claim/money.ts';

const FOLDER = join(import.meta.dirname, '../../../test/data/invoices');
/** What is a line in each syntax, and what of it says something about its own sale only. */
const SYNTAXES = {
  ubl: { line: 'cac:InvoiceLine', drop: ['cbc:Note', 'cac:InvoicePeriod', 'cac:OrderLineReference'] },
  cii: {
    line: 'ram:IncludedSupplyChainTradeLineItem',
    drop: ['ram:IncludedNote', 'ram:BuyerOrderReferencedDocument', 'ram:BillingSpecifiedPeriod'],
  },
};
const TYPE_CODES: Partial<Record<Paper['title'], string>> = {
  proforma: '325',
  quotation: '310',
  credit_note: '381',
};

/** A published invoice of the XRechnung test suite (KoSIT, 01.01a) with the values of a paper instead of its own. */
export function publishedEInvoice(paper: Paper, syntax: 'cii' | 'ubl'): Buffer {
  const file = syntax === 'ubl' ? '01.01a-ubl.xml' : '01.01a-uncefact.xml';
  const { line, drop } = SYNTAXES[syntax];
  const xml = readFileSync(join(FOLDER, file), 'utf8');
  const blocks = [...xml.matchAll(new RegExp(`[ \\t]*<${line}>[\\s\\S]*?</${line}>\\n`, 'g'))].map(
    ([block]) => block,
  );
  const [first = '', ...others] = blocks;
  const template = drop.reduce((text, name) => without(text, name), first);
  const lines = paper.lines.map((one, at) => lineOf(template, one, at, paper)).join('');
  let text = others.reduce((rest, block) => rest.replace(block, ''), xml).replace(first, '\u0000');
  const { seller, buyer, currency, number, day } = paper;
  const money = (minor: number) => decimal(minor, currency);
  const values: [string | RegExp, string][] = [
    ['>123456XX<', `>${escaped(number)}<`],
    ['>2016-04-04<', `>${day}<`],
    ['>20160404<', `>${day.replaceAll('-', '')}<`],
    ['TypeCode>380<', `TypeCode>${TYPE_CODES[paper.title] ?? '380'}<`],
    [/\[Seller (?:trading )?name\]/g, escaped(seller.name)],
    ['[Seller address line 1]', escaped(seller.street)],
    ['[Seller city]', escaped(seller.city)],
    ['[Buyer name]', escaped(buyer.name)],
    ['[Buyer address line 1]', escaped(buyer.street)],
    ['[Buyer city]', escaped(buyer.city)],
    ['DE 123456789', seller.vatId ?? ''],
    [/>22\.04</g, `>${money(paper.tax)}<`],
    [/>314\.86</g, `>${money(paper.net)}<`],
    [/>336\.9</g, `>${money(paper.total)}<`],
  ];
  if (paper.remark) values.push(['Zahlbar sofort ohne Abzug.', escaped(paper.remark)]);
  for (const [from, to] of values) text = text.replace(from, () => to);
  // The seller stands first in both syntaxes.
  for (const [from, ...to] of [
    [/>12345</g, escaped(seller.postalCode), escaped(buyer.postalCode)],
    [/>DE</g, seller.country, buyer.country],
  ] as const) {
    let at = 0;
    text = text.replace(from, () => `>${to[at++] ?? ''}<`);
  }
  if (!seller.vatId) text = without(without(text, 'cac:PartyTaxScheme'), 'ram:SpecifiedTaxRegistration');
  return Buffer.from(
    taxed(
      text.replace('\u0000', () => lines),
      paper,
    ),
  );
}

function lineOf(
  template: string,
  { sku, name, quantity, unit, net }: PaperLine,
  at: number,
  { currency }: Paper,
): string {
  return template
    .replace(/(<cbc:ID>|<ram:LineID>)[^<]*/, (_, tag: string) => `${tag}${at + 1}`)
    .replaceAll('Zeitschrift [...]', () => escaped(name))
    .replaceAll('Zeitschrift Inland', () => escaped(name))
    .replace('>246<', () => `>${escaped(sku)}<`)
    .replace(/(Quantity unitCode="XPP">)1</, (_, tag: string) => `${tag}${quantity}<`)
    .replace(
      /((?:LineExtensionAmount currencyID="EUR"|LineTotalAmount)>)288\.79</,
      (_, tag: string) => `${tag}${decimal(net, currency)}<`,
    )
    .replace('>288.79<', () => `>${decimal(unit, currency)}<`);
}

/** With the currency and the rate of the paper in every place. */
function taxed(text: string, { currency, taxPercent }: Paper): string {
  return text
    .replaceAll('currencyID="EUR"', `currencyID="${currency}"`)
    .replace(/((?:DocumentCurrencyCode|InvoiceCurrencyCode)>)EUR</, (_, tag: string) => `${tag}${currency}<`)
    .replace(/((?:Percent|RateApplicablePercent)>)7</g, (_, tag: string) => `${tag}${taxPercent}<`)
    .replace(/(<cbc:ID>|CategoryCode>)S</g, (_, tag: string) => `${tag}${taxPercent === 0 ? 'Z' : 'S'}<`);
}

const without = (text: string, name: string): string =>
  text.replace(new RegExp(`\\s*<${name}>[\\s\\S]*?</${name}>`), '');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
