import { pdf } from '../../../sandbox/channel/generator/pdf.ts';

/** What stands on an invoice of one line, with 19 % tax. */
export interface Invoiced {
  number: string;
  day: string;
  seller: string;
  customer: string;
  sku: string;
  quantity: number;
  /** Net, whole units of the currency. */
  net: number;
  currency?: string;
}

/** An invoice as a program prints it: words on a page, and nothing for machines. */
export function invoicePdf(of: Invoiced): Buffer {
  const { number, day, seller, customer, sku, quantity, net, currency = 'EUR' } = of;
  const tax = Math.round(net * 19) / 100;
  const row = (cells: string[]) => cells.join(' '.repeat(10));
  return pdf([
    [
      ...['INVOICE', `Seller: ${seller}`, `Customer: ${customer}`],
      ...[`Invoice number: ${number}`, `Invoice date: ${day}`, ''],
      row(['SKU', 'Description', 'Quantity', 'Unit price', 'Amount']),
      row([sku, 'Endpoint Pro', `${quantity}`, (net / quantity).toFixed(2), net.toFixed(2)]),
      ...['', `Subtotal: ${currency} ${net.toFixed(2)}`, `VAT 19 %: ${currency} ${tax.toFixed(2)}`],
      `Total: ${currency} ${(net + tax).toFixed(2)}`,
    ],
  ]);
}

/** The same as an electronic invoice (UBL 2.1). */
export function invoiceXml(of: Invoiced): Buffer {
  const { number, day, seller, customer, sku, quantity, net, currency = 'EUR' } = of;
  const money = (name: string, amount: number) =>
    `<cbc:${name} currencyID="${currency}">${amount.toFixed(2)}</cbc:${name}>`;
  const tax = Math.round(net * 19) / 100;
  const party = (role: string, name: string) =>
    `<cac:${role}><cac:Party><cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:${role}>`;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
<cbc:ID>${number}</cbc:ID><cbc:IssueDate>${day}</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>
${party('AccountingSupplierParty', seller)}${party('AccountingCustomerParty', customer)}
<cac:TaxTotal>${money('TaxAmount', tax)}<cac:TaxSubtotal>${money('TaxableAmount', net)}${money('TaxAmount', tax)}<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>${money('LineExtensionAmount', net)}${money('TaxExclusiveAmount', net)}${money('TaxInclusiveAmount', net + tax)}${money('PayableAmount', net + tax)}</cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">${quantity}</cbc:InvoicedQuantity>${money('LineExtensionAmount', net)}
<cac:Item><cbc:Name>Software</cbc:Name><cac:SellersItemIdentification><cbc:ID>${sku}</cbc:ID></cac:SellersItemIdentification><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>19</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
<cac:Price>${money('PriceAmount', net / quantity)}</cac:Price></cac:InvoiceLine>
</Invoice>`);
}
