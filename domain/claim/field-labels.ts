import { type LabelTable, labelAt, labelTable, labelWords } from '../invoice/label-table.ts';
import { salesColumn } from '../invoice/point-of-sale.ts';

/** Fields of a claim that a file of sales has no column for, by their names in JSON. */
export type OwnField =
  | 'claim_id'
  | 'version'
  | 'source_partner_id'
  | 'program'
  | 'deal_id'
  | 'country'
  | 'public_sector'
  | 'request'
  | 'vendor'
  | 'total'
  | 'documents'
  | 'notes';

/** Fields that a table and a list of sales both have. */
export type SaleField =
  | 'line'
  | 'sku'
  | 'quantity'
  | 'amount'
  | 'sold_on'
  | 'invoice_number'
  | 'customer_name'
  | 'currency';

export type LabelledField = OwnField | SaleField;

const LABELS: Record<'en' | 'de' | 'fr' | 'es' | 'pt' | 'ja', Partial<Record<OwnField, string>>> = {
  en: {
    claim_id: 'claim id, claim no, claim number, claim, claim reference',
    version: 'version',
    source_partner_id: 'partner id, partner no, partner number, source partner id',
    program: 'program, programme, incentive program, incentive programme, incentive, promotion',
    deal_id: 'deal id, deal no, deal number, deal, deal registration, registration id, registration number',
    country: 'country, customer country',
    public_sector: 'public sector, public body, public sector customer',
    request: 'request, fund request, request for funds, mdf request, request id, request number',
    vendor: 'vendor, invoiced by',
    total: 'expected total, expected payout, claimed amount, amount claimed, claim amount, payout',
    documents: 'documents, document, files, file, proof, attachments',
    notes: 'notes, note, comment, comments, remarks',
  },
  de: {
    claim_id: 'antragsnummer, antrags nr, antrag, anspruch, anspruchsnummer',
    source_partner_id: 'partnernummer, partner nr',
    program: 'programm, aktion, incentive programm, förderprogramm',
    deal_id: 'projektregistrierung, registrierung, registrierungsnummer, dealnummer',
    country: 'land',
    public_sector: 'öffentlicher auftraggeber, öffentlicher sektor',
    request: 'mittelantrag, budgetantrag, mdf antrag',
    vendor: 'dienstleister, in rechnung gestellt von',
    total: 'erwartete auszahlung, beantragter betrag, auszahlung',
    documents: 'unterlagen, belege, dateien, datei, nachweise',
    notes: 'bemerkung, bemerkungen, anmerkung, notiz',
  },
  fr: {
    claim_id: 'numéro de demande, n de demande, demande',
    source_partner_id: 'numéro de partenaire, code partenaire',
    program: 'programme, opération',
    deal_id: 'enregistrement, numéro d enregistrement, affaire',
    country: 'pays',
    public_sector: 'secteur public, organisme public',
    request: 'demande de fonds, demande mdf',
    vendor: 'prestataire, facturé par',
    total: 'montant demandé, versement attendu',
    documents: 'justificatifs, fichiers, pièces jointes',
    notes: 'remarques, commentaire, commentaires',
  },
  es: {
    claim_id: 'número de solicitud, solicitud',
    source_partner_id: 'código de socio, número de socio',
    program: 'programa, promoción',
    deal_id: 'registro, número de registro, oportunidad',
    country: 'país',
    public_sector: 'sector público, organismo público',
    request: 'solicitud de fondos',
    vendor: 'facturado por',
    total: 'importe solicitado, pago esperado',
    documents: 'justificantes, documentos, archivos',
    notes: 'notas, observaciones, comentarios',
  },
  pt: {
    claim_id: 'número do pedido, pedido, solicitação',
    source_partner_id: 'código do parceiro, número do parceiro',
    program: 'programa, promoção',
    deal_id: 'registro, número do registro, oportunidade',
    country: 'país',
    public_sector: 'setor público, órgão público',
    request: 'solicitação de fundos, pedido de fundos',
    vendor: 'faturado por',
    total: 'valor solicitado, pagamento esperado',
    documents: 'comprovantes, documentos, arquivos',
    notes: 'observações, notas, comentários',
  },
  ja: {
    claim_id: '申請番号, 請求番号',
    source_partner_id: 'パートナー番号, 販売店コード',
    program: 'プログラム, キャンペーン',
    deal_id: '案件番号, 登録番号',
    country: '国',
    public_sector: '公共機関, 官公庁',
    request: '資金申請',
    vendor: '請求元',
    total: '申請金額, 申請額',
    documents: '証憑, 添付書類, ファイル',
    notes: '備考, メモ',
  },
};

const TABLE: LabelTable<OwnField, keyof typeof LABELS> = labelTable(LABELS);

/** What a column of a file of sales is called in a claim. */
const OF_SALES: Readonly<Partial<Record<NonNullable<ReturnType<typeof salesColumn>>, SaleField>>> = {
  position: 'line',
  sku: 'sku',
  quantity: 'quantity',
  amount: 'amount',
  day: 'sold_on',
  invoiceNumber: 'invoice_number',
  customer: 'customer_name',
  currency: 'currency',
};

const LONGEST = 80;

/** The field of a claim that a heading or a label in front of a value names, in the partners' languages; null for any other. */
export function labelledField(label: string): LabelledField | null {
  if (label.length > LONGEST) return null;
  const words = labelWords(label);
  const own = labelAt(words, 0, TABLE);
  if (own && own.count === words.length) return own.meanings[0]?.label ?? null;
  return OF_SALES[salesColumn(label) ?? 'unit'] ?? null;
}

/** Fields that only a claim has: a table with one of them states claims, and proves no sale. */
export function isOwnField(field: LabelledField | null): field is OwnField {
  return field !== null && Object.hasOwn(LABELS.en, field);
}
