import { Decimal } from 'decimal.js';
import { exponentOf } from '../exponent.ts';
import { lookupTable } from '../lookup-table.ts';
import type { Money } from '../money.ts';
import { unreadQualifier } from './amount-qualifiers.ts';
import { agreedCurrency, CURRENCY, currencyOf } from './currency.ts';
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
  l: 1e5,
  lakh: 1e5,
  lakhs: 1e5,
  lac: 1e5,
  lacs: 1e5,
  cr: 1e7,
  crs: 1e7,
  crore: 1e7,
  crores: 1e7,
  mln: 1e6,
  mld: 1e9,
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
/** What may stand before a sign and multiplies the number behind it: `k€ 250`, `M€ 1,2`, `T€ 450`. */
const LEADING = lookupTable<number>({
  k: 1e3,
  m: 1e6,
  K: 1e3,
  T: 1e3,
  M: 1e6,
  Mio: 1e6,
  US: 1,
  CA: 1,
  AU: 1,
  NZ: 1,
});
/** Short for lakh where the money is India's; a litre, or nothing that is known, elsewhere. `EUR 500 l'unité` is an article. */
const OF_INDIA = /^l$/;
/** What stands between a sign and the number and multiplies it, folded: `€m 1.2`, `EUR mn 3`. */
const BETWEEN_PATTERN = '(?:k|mio\\.?|mrd\\.?|mln|mm|mn|bn|m)';
/** A thousand million in English, a million million elsewhere in Europe. */
const LONG_SCALE = /^(?:billions?|b)$/;

const TIMES_PATTERN =
  '(?:mil millones|thousand|tausend|millionen|millones|millions?|millón|milliarden?|milliards?|milh(?:ão|ões)|bilh(?:ão|ões)|billions?|grand|mille|crores?|crs?\\.?|lakhs?|lacs?|mln\\.?|mld\\.?|mill\\.?|mio\\.?|mrd\\.?|tsd\\.?|mds?|mn|mm|mil|bn|mi|bi|[kmbt]|l(?![\\u0027\\u2019]))(?![\\p{L}\\d])|百万|千万|[千万億]';
/** Codes before which a letter multiplies: `450 TEUR`, `MSEK 3,4`. */
const SCALED =
  '(?:EUR|USD|CHF|GBP|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|CAD|AUD|NZD|SGD|HKD|INR|JPY|CNY|BRL|MXN|ZAR|AED|SAR)(?![A-Za-z])';
/** Money in one figure (`2億`) or Japanese steps (`1億2,500万`). */
const FIGURE = `${NUMBER}(?:[ -]?(?:${TIMES_PATTERN}|[kKmMT](?=€|${SCALED})))?(?:(?<=億)${NUMBER}万)?`;
/** Groups or a multiple: what stands behind a currency is an amount of its own. */
const OWN_AMOUNT = "(?! {0,2}\\d{1,3}(?:[.,' ]\\d{3}|[kKmM])(?!\\d))";
/** Letters that touch a sign from the left: `k€ 250`. */
const LEAD = /(?<![\p{L}\p{N}])(\p{L}{1,3})$/u;
const AMOUNT = new RegExp(
  `(?:(?<pre>${CURRENCY}|(?<![\\p{L}\\d])[kKmMT]${SCALED})(?<gap> {0,2}(?:(?<between>${BETWEEN_PATTERN}) {1,2})?))?(?<![\\d.,])(?<figure>${FIGURE})(?<swiss>[.,][-–—]{1,2})?(?: {0,2}(?:de |d'|of )?(?<post>${CURRENCY})${OWN_AMOUNT})?`,
  'giu',
);
const SCALED_CODE = new RegExp(`^([kKmMT])${SCALED}$`, 'iu');
const SIGN_BEFORE = new RegExp(`(${CURRENCY}) {0,2}$`, 'iu');
/** Also `(CAD)`, `in CAD` and `-CAD`. */
const SIGN_BEHIND = new RegExp(
  `^(?: {0,2}| in | ?[-(])(${CURRENCY})(?:(?<=\\([^)]{0,20})\\))?${OWN_AMOUNT}`,
  'iu',
);
/** The longest word for a currency, and blanks. */
const SIGN_NEAR = 30;

/**
 * Every amount in a text. Money needs its currency: a bare number is a candidate only with `currency`, the one that its label or
 * form names; of several around it a code settles what a sign leaves open. What is no value of a whole deal as it stands (a range, a
 * price per month, a multiple that is not read, a number that can be read two ways) is found but has no value. At most the first 500.
 * @param text plain (see plainText). @param how.currency ISO code or sign that holds for bare numbers.
 */
export function findAmounts(
  text: string,
  how: { locale: string | null; currency?: string | null },
): Candidate<Money>[] {
  const found: Candidate<Money>[] = [];
  const isSign = (sign: string) => sign !== '' && currencyOf(sign, how.locale) !== null;
  for (const match of text.matchAll(AMOUNT)) {
    const {
      pre: whole = '',
      gap = '',
      between = '',
      figure = '',
      post = '',
      swiss = '',
    } = match.groups ?? {};
    const scale = SCALED_CODE.exec(whole)?.[1] ?? '';
    const pre = whole.slice(scale.length);
    const preIsSign = isSign(pre);
    const said = isSign(post) ? match[0] : match[0].slice(0, match[0].length - post.length);
    let start = match.index + (preIsSign ? 0 : whole.length + gap.length);
    let end =
      match.index +
      said
        .trimEnd()
        .replace(/ (?:de|d'|of)$/iu, '')
        .trimEnd().length;
    const before =
      preIsSign && scale === '' ? SIGN_BEFORE.exec(text.slice(Math.max(0, start - SIGN_NEAR), start)) : null;
    const behind = post === '' || isSign(post) ? SIGN_BEHIND.exec(text.slice(end, end + SIGN_NEAR)) : null;
    const signBefore = before?.[1] ?? '';
    const signBehind = behind?.[1] ?? '';
    if (isSign(signBefore)) start -= before?.[0]?.length ?? 0;
    if (isSign(signBehind)) end += behind?.[0]?.length ?? 0;
    const touching = /^[€$£]/.test(pre)
      ? (LEAD.exec(text.slice(Math.max(0, start - 4), start))?.[1] ?? '')
      : '';
    start -= touching.length;
    const lead = scale + touching;
    const signs = [signBefore, pre, post, signBehind, how.currency ?? ''].filter(isSign);
    if (signs.length === 0) continue;
    if (found.length === MOST_FOUND) break;
    found.push({ ...readAmount(figure, signs, { swiss, lead, between }, how.locale), start, end });
  }
  return found.map((one) => qualified(text, one));
}

/** A thousand million millions, grouped, with words. */
const LONGEST_FIGURE = 60;

function readAmount(
  figure: string,
  signs: readonly string[],
  { swiss, lead, between }: { swiss: string; lead: string; between: string },
  locale: string | null,
): Pick<Candidate<Money>, 'value' | 'rule' | 'code'> {
  const open = (code: ReadingCode) => ({ value: null, rule: 'amount', code });
  const currency = agreedCurrency(signs, locale);
  if (currency === null || currency === 'ambiguous') return open('currency_ambiguous');
  const leading = leadingOf(lead, between);
  if (leading === null) return open('amount_unreadable');
  if (figure.length > LONGEST_FIGURE) return open('amount_unreadable');
  const steps = [...figure.matchAll(/(?<number>[\d][\d., ']*)[ -]?(?<times>[^\d., '-][^\d]*)?/gu)];
  let total = new Decimal(0);
  let plain = '';
  for (const { groups } of steps) {
    const word = foldWord(groups?.times ?? '')
      .replace(/\.$/, '')
      .trim();
    const times = word === '' ? 1 : TIMES[word];
    if (times === undefined || (OF_INDIA.test(word) && currency !== 'INR')) return open('amount_unreadable');
    // Two multiples of one number: `€m 1.2k`.
    if (between !== '' && times !== 1) return open('amount_unreadable');
    // A million to some who write English, a thousand in Spanish and Portuguese.
    if (word === 'mil' && /^en/.test(locale ?? '')) return open('amount_ambiguous');
    if (LONG_SCALE.test(word) && decimalMark(locale) === ',') return open('amount_ambiguous');
    const places = times * leading === 1 ? exponentOf(currency) : 6;
    const mark = /[百千万億]/.test(word) ? '.' : decimalMark(locale);
    const number = decimalText((groups?.number ?? '').trim(), places, mark);
    if (number === null) return open('amount_ambiguous');
    plain = number;
    total = total.plus(new Decimal(number).times(times).times(leading));
  }
  if (total.decimalPlaces() > exponentOf(currency) || total.gte(1e15)) return open('amount_unreadable');
  const asWritten = steps.length === 1 && total.eq(plain || '0') && swiss === '' && leading === 1;
  return { value: { amount: asWritten ? plain : total.toFixed(), currency }, rule: 'amount' };
}

/** What multiplies the number from the left; null where that is not known, or twice. */
function leadingOf(lead: string, between: string): number | null {
  if (between === '') return lead === '' ? 1 : (LEADING[lead] ?? null);
  return lead === '' ? (TIMES[foldWord(between).replace(/\.$/, '')] ?? null) : null;
}

const BEFORE_RANGE =
  /(?<![\d.,/-])(\d[\d.,]*)[ kKmM€$£]*(?:(?:Mio\.?|Tsd\.?|[A-Z]{3})[ ]*)?(?:-|–|—|to|bis|à|a|até|hasta|~|から)[ ]*$/u;
const BETWEEN = /(?:between|zwischen|entre)[ ][^\n]{0,20}\d[^\n]{0,8}[ ](?:and|und|et|y|e)[ ]*$/iu;
const AFTER_RANGE =
  /^[ ]*(?:-|–|—|to|bis|à|a|até|hasta|~|から|\/)[ ]*(?:[A-Z]{3}|[€$£¥])?[ ]?\d(?!\d*[./-]\d)/u;

/** `100k to 120k EUR` names no amount, `5,000 EUR per month` none of the whole deal. */
function qualified(text: string, one: Candidate<Money>): Candidate<Money> {
  const before = text.slice(Math.max(0, one.start - 30), one.start);
  const after = text.slice(one.end, one.end + 30);
  const [, number = ''] = BEFORE_RANGE.exec(before) ?? [];
  const range =
    AFTER_RANGE.test(after) || (number !== '' && !/^(?:19|20)\d\d$/.test(number)) || BETWEEN.test(before);
  if (range) return { ...one, value: null, code: 'amount_range' };
  const code = unreadQualifier(text, one);
  return code === null ? one : { ...one, value: null, code };
}
