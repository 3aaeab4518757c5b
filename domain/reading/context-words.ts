/** Words around a date or an amount that say whether it is the one asked for; in the partner languages, matched in any case. */
export interface Polarity {
  speaks_for: RegExp;
  speaks_against: RegExp;
}

export const CLOSE_WORDS: Polarity = {
  speaks_for:
    /\bclos(?:e|es|ed|ing)\b|\bsign(?:s|ed|ing|ature)?\b|\bdeci(?:sion|de|des)\b|\baward|\border(?:s|ed)?\b|\bPO\b|\bpurchase|\bland(?:s|ed)?\b|\bwon\b|\bcontract\b|abschlie(?:ß|ss)|abschlu(?:ss|ß)|abgeschlossen|unterschr|unterzeichn|entscheid|bestell|beauftrag|auftrag|zuschlag|cl[oô]tur|sign(?:er|é|ature)|conclu|décision|commande|boucl|\bcierr|\bcerrar|\bfirma|decisión|pedido|adjudic|\bfech|assina|decisão|クローズ|クロージング|受注|契約|成約|締結|決定|発注/giu,
  speaks_against:
    /\bmeet|\bmet\b|\bdemo|\bcall\b|workshop|kick-?off|\bstart|\bsince\b|\bfounded|\bvisit|\bpresent|go-live|\brenew|\bexpir|\binstall|\bdeliver|roll-?out|\btermin|treffen|gespräch|\bbeginn|\bseit\b|besuch|vorführ|liefer|réunion|rendez-vous|démo|démarr|depuis|présent|livrai|reunión|\binicio|\bdesde|arran|visita|entreg|reunião|\binício|apresenta|打ち合わせ|打合せ|訪問|デモ|開始|面談|稼働|納品|since/giu,
};

export const VALUE_WORDS: Polarity = {
  speaks_for:
    /\bvalue|\bworth|\bbudget|\bamount|\bvolume|\btotal|\bsize\b|\bestimat|\bdeal\b|\bproject\b|\bcontract\b|\bquote|\boffer|\bprice[ds]? at|angebot|\boffre|oferta|proposta|propuesta|見積|提案|wert\b|volumen|betrag|höhe|umfang|montant|valeur|estimé|affaire|\bvalor|importe|presupuesto|monto|orçamento|montante|estimad|金額|予算|規模|見込|総額|概算/giu,
  speaks_against:
    /\bcapital\b|Stammkapital|Grundkapital|Kapital(?!\p{L})|\bcap\.|indemnit|compensation|\bamende|sanci[oó]n|Bußgeld|charity|sponsor|資本金|penalt|pénalité|Vertragsstrafe|Strafe|multa|\bfined?\b|liabilit|liable|Haftung|haftet|responsabilit|damages|Schadenersatz|insur(?:ed|ance)|versicher|assur[ée]|discount|list price|\bcurrent|revenue|turnover|last year|previous|competit|existing|\bmargin|\bfee\b|\bMDF\b|\bpre-?approved\b|\bcredit\b|\bloans?\b|mortgage|Darlehen|Kredit|\bprêt\b|\bcrédit|hipotec|préstamo|empréstimo|\brabatt|umsatz|bisher|derzeit|nachlass|listenpreis|wettbewerb|\bmarge|remise|chiffre d'affaires|actuel|concurren|descuento|facturación|\bactual|competidor|desconto|faturamento|concorrente|値引|売上|割引|現行|競合|年商/giu,
};
