import type { Syntax } from './e-invoice-syntax.ts';
import { elementsAt } from './xml-element.ts';

const HEADER = 'ExchangedDocument|HeaderExchangedDocument';
const DEAL = 'SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction';
const AGREEMENT = `${DEAL}/ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement`;
const DELIVERY = `${DEAL}/ApplicableHeaderTradeDelivery|ApplicableSupplyChainTradeDelivery`;
const SETTLEMENT = `${DEAL}/ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement`;
const SUMS = `${SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation`;
const LINE_AGREEMENT = 'SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement';
const LINE_SETTLEMENT = 'SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement';
const DAY = 'DateTimeString';

/** UN/CEFACT Cross Industry Invoice (EN 16931-3-3), in the second place the names of ZUGFeRD 1. */
export const CII: Syntax = {
  typeCode: `${HEADER}/TypeCode`,
  fields: {
    invoiceNumber: [`${HEADER}/ID`],
    invoicedOn: [`${HEADER}/IssueDateTime/${DAY}`],
    deliveredOn: [`${DELIVERY}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/${DAY}`],
    customer: [`${AGREEMENT}/BuyerTradeParty/Name`],
    seller: [`${AGREEMENT}/SellerTradeParty/Name`],
    iban: [`${SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID`],
    currency: [`${SETTLEMENT}/InvoiceCurrencyCode`],
    net: [`${SUMS}/TaxBasisTotalAmount`],
    tax: [`${SUMS}/TaxTotalAmount`],
    total: [`${SUMS}/GrandTotalAmount`],
  },
  vatIds: (root) =>
    elementsAt(root, `${AGREEMENT}/SellerTradeParty/SpecifiedTaxRegistration/ID`).filter(
      ({ attributes }) => attributes.schemeID === 'VA',
    ),
  charges: `${SUMS}/ChargeTotalAmount`,
  allowances: `${SUMS}/AllowanceTotalAmount`,
  lines: `${DEAL}/IncludedSupplyChainTradeLineItem`,
  line: {
    sku: [
      'SpecifiedTradeProduct/SellerAssignedID',
      'SpecifiedTradeProduct/GlobalID',
      'SpecifiedTradeProduct/BuyerAssignedID',
    ],
    description: ['SpecifiedTradeProduct/Name'],
    quantity: ['SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery/BilledQuantity'],
    unitPrice: [`${LINE_AGREEMENT}/NetPriceProductTradePrice/ChargeAmount`],
    amount: [
      `${LINE_SETTLEMENT}/SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation/LineTotalAmount`,
    ],
    taxRate: [`${LINE_SETTLEMENT}/ApplicableTradeTax/RateApplicablePercent|ApplicablePercent`],
  },
  priceFor: `${LINE_AGREEMENT}/NetPriceProductTradePrice/BasisQuantity`,
  lineAdjustment: {
    each: `${LINE_SETTLEMENT}/SpecifiedTradeAllowanceCharge`,
    amount: 'ActualAmount',
    isCharge: 'ChargeIndicator/Indicator',
  },
};
