import type { ReadingCode } from './titles.ts';

/** Looked at on each side of an amount. */
const NEAR = 40;

const UNIT =
  'mo(?:nth|n?at|is|\\.)?s?|mes(?:es)?|mês|mtl|yrs?|years?|y|jahre?|ans?|année|año|ano|annum|quarters?|quartal|trimest(?:re|er)|weeks?|woche|semaine|semana|days?|tag|jour|día|dia|hours?|hrs?|h|std|stunde|heure|hora|users?|nutzer|utilisateur|usuario|usuário|seats?|sites?|licen[cs]es?|lizenz|licencia|licença|units?|stück|stk|pièce|unidad|unidade|devices?|gerät|poste|equipo|hosts?|nodes?|cores?|employees?|mitarbeiter|person(?:ne|a)?|head|pax|case|room|store|branch|endpoint|server|term';
/** Words between an amount and what it is for: `30,000 net per year`, `2,500 excl. VAT, monthly`. */
const HARMLESS =
  /^(?:[ ,(+]{0,3}(?:net|netto|gross|brutto|ht|ttc|hors taxes|excl(?:uding|\.)?|incl(?:uding|\.)?|exkl\.?|inkl\.?|zzgl\.?|plus|vat|tax|mwst\.?|ust\.?|iva|tva|subscription|fees?|revenue|licen[cs]es?|support|maintenance|lizenzen?|wartung)(?!\p{L})){0,4}[ ,(]{0,3}/iu;
/** A price for a time or a piece. A letter behind a slash is always one. */
const RATE_BEHIND = new RegExp(
  `^(?:\\/\\p{L}|[ ]\\/[ ]?(?:${UNIT})(?!\\p{L})|[ ](?:per|pro|je|jede[rnms]?|each|apiece|a|an|par|por|al|ao|le|la|im|à la|cada)[ ](?:${UNIT})(?!\\p{L})|[ ](?:per|pro|je|(?:for )?(?:each|every|jede[rsn]?)|on an? (?:monthly|yearly|annual|quarterly)|the (?:piece|seat|user|unit))(?:[ ]\\p{L}|$|[ ,.)])|[ ]?(?:p\\.? ?[amqyj]\\.?|pcm|pp|ann\\.|hourly|stündlich|mtl\\.?|monatl\\.?|j[äa]hrl\\.?|mrr|arr|acv|each|apiece|monthly|annually|annual|yearly|quarterly|weekly|daily|monatlich|jährlich|quartalsweise|wöchentlich|täglich|mensuel(?:le)?s?|annuel(?:le)?s?|trimestriel(?:le)?s?|mensual(?:es)?|anual(?:es)?|mensa(?:l|is)|anua(?:l|is)|trimestra(?:l|is|les)|recurring|wiederkehrend|récurrents?|recurrentes?)(?![\\p{L}\\d])|[ ]?(?:毎月|毎年|月額|年額|[/／](?:月|年|人|台|席)))`,
  'iu',
);
const RATE_BEFORE =
  /(?:(?<![\p{L}\d])(?:monthly|annual(?:ly|ised|ized)?|yearly|quarterly|weekly|recurring|mrr|arr|acv|monatlich\p{L}{0,2}|jährlich\p{L}{0,2}|mensuel(?:le)?s?|annuel(?:le)?s?|mensual(?:es)?|anual(?:es)?|mensa(?:l|is)|per (?:month|year|user|seat|unit)|pro (?:Monat|Jahr|Nutzer)|par (?:mois|an)|al (?:mes|año)|por (?:mes|año|ano|mês)|unit price|stückpreis|einzelpreis|prix unitaire|precio unitario|preço unitário|jeweils|zu je|je)[ ]?(?:(?:value|fee|price|cost|revenue|amount|of|von|de|Wert|Kosten|Gebühr|Umsatz)[ ]){0,3}[:=]?[ ]?|(?:月額|年額|年間|毎月|毎年|月々|単価)[:はで ]{0,3}|(?<!\p{L})(?:instal?lments?|payments?|raten|monatsraten|mensualités|cuotas|parcelas|seats?|users?|licen[cs]es?|lizenzen|licencias|licenças|units?|stück|nutzer|people|devices|hosts?) (?:of|at|à|a|von|zu|de) |\d[ ]?(?:x|×|\*|mal)[ ]?|@[ ]?)$/iu;
const TIMES_BEHIND = /^[ ]?(?:x|×|\*|mal)[ ]?\d/iu;
/** At least, at most: no value of its own. */
const BOUND_BEFORE =
  /(?:(?<!\p{L})(?:up to|at least|at most|no (?:more|less) than|not (?:more|less) than|more than|less than|over|under|above|below|exceed(?:s|ing)|min(?:imum)?\.?(?: of)?|max(?:imum)?\.?(?: of)?|starting (?:at|from)|from|upwards of|bis(?: zu)?|mindestens|höchstens|maximal|minimal|mehr als|weniger als|unter|ab|jusqu'à|au (?:moins|plus|minimum|maximum)|à partir de|plus de|moins de|hasta|al menos|como (?:mínimo|máximo)|más de|menos de|a partir de|desde|pelo menos|no (?:mínimo|máximo)|mais de|até)|[<>≤≥]=?|最大|最低|上限|下限)[ ]?$/iu;
const BOUND_BEHIND =
  /^(?:[ ]?\+(?!\d)|[ ](?:or (?:more|less|below|above|under|over)|and (?:up|above)|oder (?:mehr|weniger)|ou (?:plus|moins)|o (?:más|menos)|ou mais|at (?:least|most)|upwards|minimum|maximum|max\.?|min\.?)(?!\p{L})|[ ]?(?:以上|以下|未満|超|以内))/iu;
/** Another number that the same words could mean. */
const OTHER_BEHIND =
  /^[ ]?(?:,?[ ](?:or|oder|ou|o|bzw\.?|resp\.?|alternativ(?:ely)?|または|もしくは)[ ]|または|もしくは)(?:[A-Z]{3}[ ]?|[€$£¥][ ]?)?\d/iu;
const OTHER_BEFORE = /\d[^\s]{0,12}[ ]?(?:[A-Z]{3}|[€$£¥])?,?[ ](?:or|oder|ou|o|bzw\.?|resp\.?)[ ]$/u;
/** `$45,000 Canadian`, `Singapore dollars 45,000` */
const OTHER_MONEY =
  '(?:canadian|cdn|australian|aussie|singapore(?:an)?|hong kong|new zealand|nz|mexican|taiwan(?:ese)?|kanadische|australische|canadiens?|canadienses|australiens?|australianos)(?!\\p{L})';
const MONEY_BEHIND = new RegExp(`^[ ]?\\(?${OTHER_MONEY}`, 'iu');
const MONEY_BEFORE = new RegExp(`(?<!\\p{L})${OTHER_MONEY}(?: (?:dollars?|dólares))?[ ]$`, 'iu');
/** Another figure in brackets, or one that is taken off; how many of what says nothing of the price. */
const CHANGED_BEHIND =
  /^(?:[ ]\((?!\d{1,6} \p{L})(?![^)\d]{0,25}(?:[€$£¥]|[A-Z]{3} ))[^)\d]{0,25}\d|[ ]?(?:less|minus|abzüglich|moins|menos|±|\+\/-)[ ]?(?:a[ ])?\d|[ ]\d)/u;
/** `250 (000s)`, `250 in thousands` */
const MULTIPLE_BEHIND =
  /^[ ]?(?:\([ ]?(?:in )?['x]?[ ]?(?:0?00[0']*s?|thousands?|thsd\.?|k|m|mm|tsd\.?|mio\.?|[tkm]eur|t€|k€|m€|milliers|millions?|miles|mil(?:hares)?|lakhs?|crores?|cr\.?)[^)\d]{0,12}\)|,?[ ]in (?:thousands?|millions?|tsd\.?|tausend|mio\.?|k)(?!\p{L})|[ ]?'000s?(?!\d)|[ ](?:hundred|thou|dozen|mia|triệu|tỷ|juta|ribu|lac|lakh)(?!\p{L}))/iu;
/** `Mio. EUR 1,2`, and a minus that touches. */
const MULTIPLE_BEFORE =
  /(?:(?<![\p{L}\d])(?:mio|tsd|mrd|mia|mill?ions?|thousands?|tausend|thsd|milliers?|miles|k|m)\.?[ ]|(?<![\p{L}\d)])[-−–])$/iu;
/** A word or a letter that multiplies in some language and is not known here: `1.2 Tr`, `85 L`. */
const UNKNOWN_BEHIND =
  /^(?:[.,][xX?_*\p{L}]|(?!(?:HT|TTC)(?!\p{L}))[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}]|[ ](?:[B-DF-HJ-NP-XZ]|Cr|Mn|Bn|Ml|Mm|Tn|Tr|Jt|lacs?|cr|mld|mlrd|tys|thsd|jt|juta|tr|ty|hunderttausend)\.?(?![\p{L}\p{N}&'’-]))/u;

/**
 * Why an amount is not the value of the deal as it stands, by the words that touch it: a price for a time or a piece, a bound, one of two,
 * or a multiple that is not read. Null: nothing that is known speaks for that.
 */
export function unreadQualifier(
  text: string,
  { start, end }: { start: number; end: number },
): ReadingCode | null {
  const before = text.slice(Math.max(0, start - NEAR), start);
  const behind = text.slice(end, end + NEAR);
  const rate =
    RATE_BEHIND.test(behind) || RATE_BEHIND.test(` ${behind.slice(HARMLESS.exec(behind)?.[0].length)}`);
  if (rate || RATE_BEFORE.test(before) || TIMES_BEHIND.test(behind)) return 'amount_periodic';
  if (MULTIPLE_BEHIND.test(behind) || MULTIPLE_BEFORE.test(before)) return 'amount_unreadable';
  if (MONEY_BEHIND.test(behind) || MONEY_BEFORE.test(before)) return 'currency_ambiguous';
  if (CHANGED_BEHIND.test(behind) || OTHER_BEHIND.test(behind) || OTHER_BEFORE.test(before))
    return 'amount_ambiguous';
  if (BOUND_BEFORE.test(before) || BOUND_BEHIND.test(behind)) return 'amount_range';
  return UNKNOWN_BEHIND.test(behind) ? 'amount_unreadable' : null;
}
