import type { Title } from '../claim.ts';

/** What invoices of a language call their parts. */
export interface PaperWords {
  titles: Record<Title, string>;
  number: string;
  day: string;
  customer: string;
  columns: [sku: string, name: string, quantity: string, unit: string, net: string];
  net: string;
  tax: string;
  total: string;
  taxNumber: string;
}

const EN: PaperWords = {
  titles: {
    ...{
      invoice: 'Invoice',
      proforma: 'Pro forma invoice',
      quotation: 'Quotation',
      credit_note: 'Credit note',
    },
    ...{
      delivery_note: 'Delivery note',
      proof_of_performance: 'Proof of performance',
      point_of_sale: 'Sales',
    },
  },
  ...{ number: 'Invoice number', day: 'Invoice date', customer: 'Bill to' },
  columns: ['SKU', 'Description', 'Qty', 'Unit price', 'Amount'],
  ...{ net: 'Subtotal', tax: 'VAT', total: 'Total', taxNumber: 'VAT ID' },
};

const WORDS: Record<string, PaperWords> = {
  en: EN,
  de: {
    titles: {
      ...{
        invoice: 'Rechnung',
        proforma: 'Proforma-Rechnung',
        quotation: 'Angebot',
        credit_note: 'Gutschrift',
      },
      ...{
        delivery_note: 'Lieferschein',
        proof_of_performance: 'Leistungsnachweis',
        point_of_sale: 'Verkäufe',
      },
    },
    ...{ number: 'Rechnungsnummer', day: 'Rechnungsdatum', customer: 'Kunde' },
    columns: ['Artikelnr.', 'Bezeichnung', 'Menge', 'Einzelpreis', 'Betrag'],
    ...{ net: 'Nettobetrag', tax: 'MwSt.', total: 'Gesamtbetrag', taxNumber: 'USt-IdNr.' },
  },
  fr: {
    titles: {
      ...{ invoice: 'Facture', proforma: 'Facture pro forma', quotation: 'Devis', credit_note: 'Avoir' },
      ...{
        delivery_note: 'Bon de livraison',
        proof_of_performance: 'Justificatif de réalisation',
        point_of_sale: 'Ventes',
      },
    },
    ...{ number: 'Numéro de facture', day: 'Date de facture', customer: 'Client' },
    columns: ['Référence', 'Désignation', 'Quantité', 'Prix unitaire', 'Montant HT'],
    ...{ net: 'Total HT', tax: 'TVA', total: 'Total TTC', taxNumber: 'N° TVA' },
  },
  es: {
    titles: {
      ...{
        invoice: 'Factura',
        proforma: 'Factura proforma',
        quotation: 'Presupuesto',
        credit_note: 'Factura rectificativa',
      },
      ...{
        delivery_note: 'Albarán de entrega',
        proof_of_performance: 'Justificante de la actividad',
        point_of_sale: 'Ventas',
      },
    },
    ...{ number: 'Número de factura', day: 'Fecha de factura', customer: 'Cliente' },
    columns: ['Referencia', 'Descripción', 'Cantidad', 'Precio unitario', 'Importe'],
    ...{ net: 'Base imponible', tax: 'IVA', total: 'Total', taxNumber: 'NIF-IVA' },
  },
  'pt-BR': {
    titles: {
      ...{
        invoice: 'Fatura',
        proforma: 'Fatura pro forma',
        quotation: 'Orçamento',
        credit_note: 'Nota de crédito',
      },
      ...{
        delivery_note: 'Nota de entrega',
        proof_of_performance: 'Comprovante da atividade',
        point_of_sale: 'Vendas',
      },
    },
    ...{ number: 'Número da fatura', day: 'Data da fatura', customer: 'Cliente' },
    columns: ['Código', 'Descrição', 'Quantidade', 'Preço unitário', 'Valor'],
    ...{ net: 'Subtotal', tax: 'Imposto', total: 'Total', taxNumber: 'CNPJ' },
  },
};

/** Japanese partners of the sample write their invoices in English: the page's fonts hold no kanji. */
export const wordsOf = (language: string): PaperWords => WORDS[language] ?? EN;
