import type { Paper, Party } from '../claim.ts';
import { decimal } from '../money.ts';

/** What kind of document it is by UN/CEFACT code list 1001. */
const CODES: Record<string, string> = {
  ...{ invoice: '380', proforma: '325', quotation: '310', credit_note: '381' },
};

/** A Cross Industry Invoice (EN 16931, as Factur-X embeds it). */
export function crossIndustryInvoice(paper: Paper): Buffer {
  const { currency, lines } = paper;
  const money = (minor: number) => decimal(minor, currency);
  const day = paper.day.replaceAll('-', '');
  const party = (role: string, { name, street, city, postalCode, country, vatId }: Party) =>
    `<ram:${role}><ram:Name>${text(name)}</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>${text(postalCode)}</ram:PostcodeCode><ram:LineOne>${text(street)}</ram:LineOne><ram:CityName>${text(city)}</ram:CityName><ram:CountryID>${country}</ram:CountryID></ram:PostalTradeAddress>${vatId ? `<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${vatId}</ram:ID></ram:SpecifiedTaxRegistration>` : ''}</ram:${role}>`;
  const tax = `<ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>${categoryOf(paper)}</ram:CategoryCode><ram:RateApplicablePercent>${paper.taxPercent}</ram:RateApplicablePercent>`;
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>${text(paper.number)}</ram:ID><ram:TypeCode>${CODES[paper.title] ?? '380'}</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">${day}</udt:DateTimeString></ram:IssueDateTime>${paper.remark ? `<ram:IncludedNote><ram:Content>${text(paper.remark)}</ram:Content></ram:IncludedNote>` : ''}</rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
${lines
  .map(
    (line, at) =>
      `<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>${at + 1}</ram:LineID></ram:AssociatedDocumentLineDocument><ram:SpecifiedTradeProduct><ram:SellerAssignedID>${text(line.sku)}</ram:SellerAssignedID><ram:Name>${text(line.name)}</ram:Name></ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>${money(line.unit)}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement><ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">${line.quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>${tax}</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>${money(line.net)}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>`,
  )
  .join('\n')}
<ram:ApplicableHeaderTradeAgreement>${party('SellerTradeParty', paper.seller)}${party('BuyerTradeParty', paper.buyer)}</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime><udt:DateTimeString format="102">${day}</udt:DateTimeString></ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>${currency}</ram:InvoiceCurrencyCode>
<ram:ApplicableTradeTax><ram:CalculatedAmount>${money(paper.tax)}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>${money(paper.net)}</ram:BasisAmount><ram:CategoryCode>${categoryOf(paper)}</ram:CategoryCode><ram:RateApplicablePercent>${paper.taxPercent}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>${money(paper.net)}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>${money(paper.net)}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="${currency}">${money(paper.tax)}</ram:TaxTotalAmount><ram:GrandTotalAmount>${money(paper.total)}</ram:GrandTotalAmount><ram:DuePayableAmount>${money(paper.total)}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
`);
}

/** An XRechnung as UBL 2.1. */
export function universalBusinessLanguage(paper: Paper): Buffer {
  const { currency } = paper;
  const credit = paper.title === 'credit_note';
  const root = credit ? 'CreditNote' : 'Invoice';
  const money = (name: string, minor: number) =>
    `<cbc:${name} currencyID="${currency}">${decimal(minor, currency)}</cbc:${name}>`;
  const category = (name: string) =>
    `<cac:${name}><cbc:ID>${categoryOf(paper)}</cbc:ID><cbc:Percent>${paper.taxPercent}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:${name}>`;
  const party = (role: string, { name, street, city, postalCode, country, vatId }: Party) =>
    `<cac:${role}><cac:Party><cac:PostalAddress><cbc:StreetName>${text(street)}</cbc:StreetName><cbc:CityName>${text(city)}</cbc:CityName><cbc:PostalZone>${text(postalCode)}</cbc:PostalZone><cac:Country><cbc:IdentificationCode>${country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>${vatId ? `<cac:PartyTaxScheme><cbc:CompanyID>${vatId}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>` : ''}<cac:PartyLegalEntity><cbc:RegistrationName>${text(name)}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:${role}>`;
  const item = credit ? 'CreditedQuantity' : 'InvoicedQuantity';
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</cbc:CustomizationID>
<cbc:ID>${text(paper.number)}</cbc:ID><cbc:IssueDate>${paper.day}</cbc:IssueDate><cbc:${root}TypeCode>${CODES[paper.title] ?? '380'}</cbc:${root}TypeCode>${paper.remark ? `<cbc:Note>${text(paper.remark)}</cbc:Note>` : ''}
<cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>
${party('AccountingSupplierParty', paper.seller)}
${party('AccountingCustomerParty', paper.buyer)}
<cac:TaxTotal>${money('TaxAmount', paper.tax)}<cac:TaxSubtotal>${money('TaxableAmount', paper.net)}${money('TaxAmount', paper.tax)}${category('TaxCategory')}</cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>${money('LineExtensionAmount', paper.net)}${money('TaxExclusiveAmount', paper.net)}${money('TaxInclusiveAmount', paper.total)}${money('PayableAmount', paper.total)}</cac:LegalMonetaryTotal>
${paper.lines
  .map(
    (line, at) =>
      `<cac:${root}Line><cbc:ID>${at + 1}</cbc:ID><cbc:${item} unitCode="C62">${line.quantity}</cbc:${item}>${money('LineExtensionAmount', line.net)}<cac:Item><cbc:Name>${text(line.name)}</cbc:Name><cac:SellersItemIdentification><cbc:ID>${text(line.sku)}</cbc:ID></cac:SellersItemIdentification>${category('ClassifiedTaxCategory')}</cac:Item><cac:Price>${money('PriceAmount', line.unit)}</cac:Price></cac:${root}Line>`,
  )
  .join('\n')}
</${root}>
`);
}

/** Standard rate, or zero rated. */
const categoryOf = ({ taxPercent }: Paper): 'S' | 'Z' => (taxPercent === 0 ? 'Z' : 'S');

function text(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
