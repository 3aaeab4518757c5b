import type { ProofDocument } from '../documents/document-reading.ts';
import { plainText } from '../reading/plain.ts';

/** What documents call themselves, in the partner languages; the more special ones first. */
const TITLES: ReadonlyArray<readonly [ProofDocument | 'credit_note' | 'no_sale', RegExp]> = [
  [
    'no_sale',
    /(?<!\p{L})pro[- ]?form[ae][- ]?(?:invoice|rechnung|fact(?:ure|ura|uur)|fatura)(?!\p{L})|(?<!\p{L})fact(?:ure|ura|uur)(?: de)? pro[- ]?forma(?!\p{L})|(?<!\p{L})fatura pro[- ]?forma(?!\p{L})|(?<![^\n\t])(?:(?:sales )?quot(?:e|ation)|estimate|purchase order|(?:sales )?order confirmation|payment reminder|statement of account|angebot|kostenvoranschlag|bestellung|auftragsbestätigung|zahlungserinnerung|mahnung|kontoauszug|devis|bon de commande|confirmation de commande|rappel de paiement|relance|presupuesto|orden de compra|confirmación de pedido|recordatorio de pago|orçamento|ordem de compra|confirmação de encomenda|lembrete de pagamento|offerte|inkooporder|orderbevestiging|betalingsherinnering|aanmaning|(?:御|お)?見積書|注文書|発注書|督促状)(?:(?: zu(?:r|m)| for| pour| para| voor) [^\n\t]{1,60})?(?![^\n\t])/iu,
  ],
  [
    'credit_note',
    /credit (?:note|memo)|(?<!\p{L})(?:rechnungskorrektur|gutschrift|stornorechnung|avoir|abono|factura rectificativa|nota de crédito|nota de abono|creditnota)(?!\p{L})|(?:facture|note) d'avoir|note de crédit|貸方票|赤伝票|返金明細/iu,
  ],
  [
    'attendee_list',
    /(?:attendee|attendance|participants?|registration) (?:list|sheet|record)|list of (?:attendees|participants)|sign-?in sheet|teilnehmer(?:liste|verzeichnis)|anwesenheitsliste|(?:liste|feuille) (?:des |de )?(?:participants|présence|émargement)|lista de (?:asistentes|asistencia|participantes|presença)|(?:参加者|出席者)(?:名簿|リスト|一覧)/iu,
  ],
  [
    'proof_of_performance',
    /proof of (?:performance|execution)|leistungsnachweis|durchführungsnachweis|preuve d'exécution|justificatif de réalisation|prueba de ejecución|comprovante de execução|実施報告書|実施証明/iu,
  ],
  [
    'proof_of_delivery',
    /delivery (?:note|receipt|slip)|proof of delivery|packing (?:slip|list)|(?<!\p{L})(?:lieferschein|liefernachweis|ablieferungsbeleg|albarán)(?!\p{L})|bo(?:n|rdereau) de livraison|preuve de livraison|nota de entrega|prueba de entrega|guia de (?:remessa|transporte|entrega)|comprovante de entrega|納品書|受領書|物品受領/iu,
  ],
  [
    'receipt',
    /(?<!\p{L})(?:receipt|quittung|kassenbon|kassenbeleg|zahlungsbeleg|reçu|ticket de caisse|recibo|comprobante de pago|ticket de compra|cupom fiscal|fatura[- ]recibo|kassabon)(?!\p{L})|領収(?:書|証)|レシート/iu,
  ],
  [
    'invoice',
    /(?<!\p{L})(?:invoice|rechnung|schlussrechnung|teilrechnung|facture|factura|fatura|nota fiscal|factuur|danfe)(?!\p{L})|請求書|インボイス/iu,
  ],
];

/** A title stands in the first rows, or in letters that are larger than the rest; here the first rows are looked at. */
const TITLE_WITHIN = 1_500;

/**
 * What a document is by its title: where several stand there, by the first.
 * @param text its rows as lines, with a tab between cells
 * @returns `credit_note`, and `no_sale` of what comes before a sale or asks for its payment, prove none; null where no title tells
 */
export function proofKindOf(text: string): ProofDocument | 'credit_note' | 'no_sale' | null {
  const head = plainText(text.slice(0, TITLE_WITHIN).normalize('NFC'));
  const found = TITLES.map(([kind, title]) => ({ kind, at: title.exec(head)?.index ?? -1 })).filter(
    ({ at }) => at >= 0,
  );
  const [first] = found.toSorted((a, b) => a.at - b.at);
  return first?.kind ?? null;
}
