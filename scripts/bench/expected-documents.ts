import { existsSync, readFileSync } from 'node:fs';
import type { DocumentField } from '../../domain/documents/document-reading.ts';

export type Expected = Partial<Record<DocumentField, string>>;

/**
 * What a document says: by `NAME.cii.xml` beside it, looked up by the names of its elements alone and not by the product's reader, or by
 * `NAME.json` as invoice2data expects it.
 * @returns null where neither is there
 */
export function expectedOf(pdf: string): Expected | null {
  const [xml, json] = ['.cii.xml', '.json'].map((ending) => pdf.replace(/\.pdf$/, ending));
  if (xml && existsSync(xml)) return ofXml(readFileSync(xml, 'utf8'));
  return json && existsSync(json) ? ofJson(JSON.parse(readFileSync(json, 'utf8'))[0]) : null;
}

function ofXml(xml: string): Expected {
  const within = (element: string, from = xml) =>
    new RegExp(`<[a-z]+:${element}[ >][\\s\\S]*?</[a-z]+:${element}>`).exec(from)?.[0] ?? '';
  const text = (element: string, from = xml) =>
    />([^<]+)</.exec(within(element, from))?.[1]?.replaceAll('&amp;', '&').trim();
  const day = (text('DateTimeString', within('IssueDateTime')) ?? '').replace(
    /^(\d{4})(\d\d)(\d\d)$/,
    '$1-$2-$3',
  );
  return stated({
    invoiceNumber: text('ID', within('ExchangedDocument')),
    invoicedOn: day,
    customer: text('Name', within('BuyerTradeParty')),
    seller: text('Name', within('SellerTradeParty')),
    sellerVatId: /schemeID="VA">([^<]+)</.exec(within('SellerTradeParty'))?.[1],
    currency: text('InvoiceCurrencyCode'),
    net: text('TaxBasisTotalAmount'),
    tax: text('TaxTotalAmount'),
    total: text('GrandTotalAmount'),
  });
}

function ofJson(json: Readonly<Record<string, unknown>>): Expected {
  const text = (name: string) => (json[name] === undefined ? undefined : String(json[name]));
  return stated({
    ...{ invoiceNumber: text('invoice_number'), invoicedOn: text('date'), seller: text('issuer') },
    ...{ sellerVatId: text('vat'), iban: text('iban'), currency: text('currency') },
    ...{ net: text('amount_untaxed'), tax: text('amount_tax'), total: text('amount') },
  });
}

function stated(values: Record<string, string | undefined>): Expected {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  );
}
