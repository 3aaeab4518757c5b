import { Decimal } from 'decimal.js';
import { exponentOf } from '../exponent.ts';
import { lookupTable } from '../lookup-table.ts';
import type { Money } from '../money.ts';
import { CURRENCY, currencyOf } from './currency.ts';
import { type Candidate, MOST_FOUND } from './finding.ts';
import { decimalMark, decimalText, NUMBER } from './number.ts';
import { foldWord } from './plain.ts';
import type { ReadingCode } from './titles.ts';

/** What stands behind a number and multiplies it, folded. */
const TIMES = lookupTable<number>({
  k: 1e3,
  t: 1e3,
  thousand: 1e3,
  grand: 1e3,
  tsd: 1e3,
  tausend: 1e3,
  mille: 1e3,
  mil: 1e3,
  千: 1e3,
  m: 1e6,
  mm: 1e6,
  mn: 1e6,
  mio: 1e6,
  mill: 1e6,
  million: 1e6,
  millions: 1e6,
  millionen: 1e6,
  millon: 1e6,
  millones: 1e6,
  milhao: 1e6,
  milhoes: 1e6,
  mi: 1e6,
  百万: 1e6,
  万: 1e4,
  億: 1e8,
  千万: 1e7,
  lakh: 1e5,
  lakhs: 1e5,
  crore: 1e7,
  crores: 1e7,
  bn: 1e9,
  mrd: 1e9,
  mds: 1e9,
  md: 1e9,
  milliarde: 1e9,
  milliarden: 1e9,
  milliard: 1e9,
  milliards: 1e9,
  'mil millones': 1e9,
  bi: 1e9,
  bilhao: 1e9,
  bilhoes: 1e9,
  b: 1e9,
  billion: 1e9,
  billions: 1e9,
});
/** A thousand million in English, a million million elsewhere in Europe. */
const LONG_SCALE = /^(?:billions?|b)$/;

const TIMES_PATTERN =
  '(?:mil millones|thousand|tausend|millionen|millones|millions?|millón|milliarden?|milliards?|milh(?:ão|ões)|bilh(?:ão|ões)|billions?|grand|mille|crores?|lakhs?|mill\\.?|mio\\.?|mrd\\.?|tsd\\.?|mds?|mn|mm|mil|bn|mi|bi|[kmbt])(?![\\p{L}\\d])|百万|千万|[千万億]';
/** Money in one figure (`2億`) or Japanese steps (`1億2,500万`). */
const FIGURE = `${NUMBER}(?:[ -]?(?:${TIMES_PATTERN}|[kKmMT](?=€|EUR|USD|CHF|GBP)))?(?:(?<=億)${NUMBER}万)?`;
const AMOUNT = new RegExp(
  `(?:(?<pre>${CURRENCY})(?<gap> {0,2}))?(?<![\\d.,])(?<figure>${FIGURE})(?<swiss>[.,][-–—]{1,2})?(?: {0,2}(?:de |d'|of )?(?<post>${CURRENCY}))?`,
  'giu',
);
const RATE =
  /^[ ]*(?:\/|per|pro|par|por|a|each|an?|le|al|ao|im|je)[ ]*(?:month|monat|mois|mes|mês|user|seat|nutzer|utilisateur|usuario|usuário|week|woche|hour|stunde|license|lizenz|licence|quarter|quartal|year|jahr|an|año|ano|annum)(?!\p{L})|^[ ]*(?:monthly|monatlich|mensuels?|mensual|mensal|p\.? ?m\.|毎月|\/月)/iu;

/**
 * Every amount in a text. Money needs its currency: a bare number is a candidate only with `currency`, the one that its label or
 * form names. A range, a price per month or a number that can be read two ways is found but has no value. At most the first 500.
 * @param text plain (see plainText). @param how.currency ISO code or sign that holds for bare numbers.
 */
export function findAmounts(
  text: string,
  how: { locale: string | null; currency?: string | null },
): Candidate<Money>[] {
  const found: Candidate<Money>[] = [];
  for (const match of text.matchAll(AMOUNT)) {
    const { pre = '', gap = '', figure = '', post = '', swiss = '' } = match.groups ?? {};
    const sign = [pre, post, how.currency ?? ''].find(
      (each) => each !== '' && currencyOf(each, how.locale) !== null,
    );
    if (sign === undefined) continue;
    if (found.length === MOST_FOUND) break;
    const useless = pre !== '' && currencyOf(pre, how.locale) === null;
    const start = match.index + (useless ? pre.length + gap.length : 0);
    const end =
      match.index +
      match[0].length -
      (post !== '' && currencyOf(post, how.locale) === null ? post.length : 0);
    found.push({ ...readAmount(figure, sign, swiss, how.locale), start, end });
  }
  return withoutRanges(text, found);
}

/** A thousand million millions, grouped, with words. */
const LONGEST_FIGURE = 60;

function readAmount(
  figure: string,
  sign: string,
  swiss: string,
  locale: string | null,
): Pick<Candidate<Money>, 'value' | 'rule' | 'code'> {
  const open = (code: ReadingCode) => ({ value: null, rule: 'amount', code });
  const currency = currencyOf(sign, locale);
  if (currency === null || currency === 'ambiguous') return open('currency_ambiguous');
  if (figure.length > LONGEST_FIGURE) return open('amount_unreadable');
  const steps = [...figure.matchAll(/(?<number>[\d][\d., ']*)[ -]?(?<times>[^\d., '-][^\d]*)?/gu)];
  let total = new Decimal(0);
  let plain = '';
  for (const { groups } of steps) {
    const word = foldWord(groups?.times ?? '')
      .replace(/\.$/, '')
      .trim();
    const times = word === '' ? 1 : TIMES[word];
    if (times === undefined) return open('amount_unreadable');
    if (LONG_SCALE.test(word) && decimalMark(locale) === ',') return open('amount_ambiguous');
    const places = times === 1 ? exponentOf(currency) : 6;
    const mark = /[百千万億]/.test(word) ? '.' : decimalMark(locale);
    const number = decimalText((groups?.number ?? '').trim(), places, mark);
    if (number === null) return open('amount_ambiguous');
    plain = number;
    total = total.plus(new Decimal(number).times(times));
  }
  if (total.decimalPlaces() > exponentOf(currency) || total.gte(1e15)) return open('amount_unreadable');
  const asWritten = steps.length === 1 && total.eq(plain || '0') && swiss === '';
  return { value: { amount: asWritten ? plain : total.toFixed(), currency }, rule: 'amount' };
}

const BEFORE_RANGE =
  /(?<![\d.,/-])(\d[\d.,]*)[ kKmM€$£]*(?:(?:Mio\.?|Tsd\.?|[A-Z]{3})[ ]*)?(?:-|–|—|to|bis|à|a|até|hasta|~|から)[ ]*$/u;
const BETWEEN = /(?:between|zwischen|entre)[ ][^\n]{0,20}\d[^\n]{0,8}[ ](?:and|und|et|y|e)[ ]*$/iu;
const AFTER_RANGE = /^[ ]*(?:-|–|—|to|bis|à|a|até|hasta|~|から)[ ]*(?:[A-Z]{3}|[€$£¥])?[ ]?\d(?!\d*[./-]\d)/u;

/** `100k to 120k EUR` names no amount, `5,000 EUR per month` none of the whole deal. */
function withoutRanges(text: string, found: Candidate<Money>[]): Candidate<Money>[] {
  return found.map((one) => {
    const before = text.slice(Math.max(0, one.start - 30), one.start);
    const after = text.slice(one.end, one.end + 30);
    if (RATE.test(after)) return { ...one, value: null, code: 'amount_periodic' };
    const [, number = ''] = BEFORE_RANGE.exec(before) ?? [];
    const range =
      AFTER_RANGE.test(after) || (number !== '' && !/^(?:19|20)\d\d$/.test(number)) || BETWEEN.test(before);
    return range ? { ...one, value: null, code: 'amount_range' } : one;
  });
}
