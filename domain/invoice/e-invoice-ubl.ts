import type { Syntax } from './e-invoice-syntax.ts';
import { elementsAt, type XmlElement } from './xml-element.ts';

const SELLER = 'AccountingSupplierParty/Party';
const SUMS = 'LegalMonetaryTotal';

/** UBL 2.1 invoice and credit note (EN 16931-3-2). */
export const UBL: Syntax = {
  typeCode: 'InvoiceTypeCode|CreditNoteTypeCode',
  fields: {
    invoiceNumber: ['ID'],
    invoicedOn: ['IssueDate'],
    deliveredOn: ['Delivery/ActualDeliveryDate'],
    customer: [
      'AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName',
      'AccountingCustomerParty/Party/PartyName/Name',
    ],
    seller: [`${SELLER}/PartyLegalEntity/RegistrationName`, `${SELLER}/PartyName/Name`],
    iban: ['PaymentMeans/PayeeFinancialAccount/ID'],
    currency: ['DocumentCurrencyCode'],
    net: [`${SUMS}/TaxExclusiveAmount`],
    tax: ['TaxTotal/TaxAmount'],
    total: [`${SUMS}/TaxInclusiveAmount`],
  },
  vatIds: (root) =>
    elementsAt(root, `${SELLER}/PartyTaxScheme`)
      .filter(isVat)
      .flatMap((scheme) => elementsAt(scheme, 'CompanyID')),
  charges: `${SUMS}/ChargeTotalAmount`,
  allowances: `${SUMS}/AllowanceTotalAmount`,
  lines: 'InvoiceLine|CreditNoteLine',
  line: {
    sku: [
      'Item/SellersItemIdentification/ID',
      'Item/StandardItemIdentification/ID',
      'Item/BuyersItemIdentification/ID',
    ],
    description: ['Item/Name'],
    quantity: ['InvoicedQuantity|CreditedQuantity'],
    unitPrice: ['Price/PriceAmount'],
    amount: ['LineExtensionAmount'],
    taxRate: ['Item/ClassifiedTaxCategory/Percent'],
  },
  priceFor: 'Price/BaseQuantity',
  lineAdjustment: { each: 'AllowanceCharge', amount: 'Amount', isCharge: 'ChargeIndicator' },
};

function isVat(scheme: XmlElement): boolean {
  return elementsAt(scheme, 'TaxScheme/ID').some(({ text }) => text.trim() === 'VAT');
}
