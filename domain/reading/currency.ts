import { isCurrency } from '../iso-4217.ts';
import { lookupTable } from '../lookup-table.ts';
import { LONGEST_LOCALE } from './number.ts';
import { foldWord } from './plain.ts';

/** Symbols that name one currency, longest first. */
const SYMBOLS = lookupTable<string>({
  US$: 'USD',
  'US $': 'USD',
  U$S: 'USD',
  $US: 'USD',
  '$ US': 'USD',
  $CA: 'CAD',
  '$ CA': 'CAD',
  CAN$: 'CAD',
  $CAN: 'CAD',
  '$ CAN': 'CAD',
  CAD$: 'CAD',
  AUD$: 'AUD',
  RMB: 'CNY',
  CA$: 'CAD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  MX$: 'MXN',
  NT$: 'TWD',
  A$: 'AUD',
  C$: 'CAD',
  S$: 'SGD',
  R$: 'BRL',
  'SFr.': 'CHF',
  'Fr.': 'CHF',
  Kč: 'CZK',
  zł: 'PLN',
  Ft: 'HUF',
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₺': 'TRY',
  '₪': 'ILS',
  '₽': 'RUB',
  '₫': 'VND',
  '฿': 'THB',
  円: 'JPY',
  元: 'CNY',
});
/** Regions with a dollar or peso of their own. */
const DOLLAR = new Set(['ca', 'au', 'nz', 'sg', 'hk', 'tw', 'mx', 'ar', 'cl', 'co', 'uy']);
const KRONA = lookupTable<string>({
  sv: 'SEK',
  da: 'DKK',
  nb: 'NOK',
  nn: 'NOK',
  no: 'NOK',
  is: 'ISK',
});

/** Words for money, folded (see foldWord), in the partner languages. */
const WORDS = lookupTable<string>({
  euro: 'EUR',
  euros: 'EUR',
  'us dollar': 'USD',
  'us dollars': 'USD',
  'u.s. dollars': 'USD',
  'us-dollar': 'USD',
  dollar: '$',
  dollars: '$',
  dolar: '$',
  dolares: '$',
  'dollars americains': 'USD',
  'dolares americanos': 'USD',
  'dolares estadounidenses': 'USD',
  bucks: '$',
  'pounds sterling': 'GBP',
  pounds: 'GBP',
  sterling: 'GBP',
  pfund: 'GBP',
  'livres sterling': 'GBP',
  'libras esterlinas': 'GBP',
  libras: 'GBP',
  'swiss francs': 'CHF',
  franken: 'CHF',
  'schweizer franken': 'CHF',
  'francs suisses': 'CHF',
  'francos suizos': 'CHF',
  'francos suicos': 'CHF',
  yen: 'JPY',
  yenes: 'JPY',
  ienes: 'JPY',
  yens: 'JPY',
  reais: 'BRL',
  real: 'BRL',
  reales: 'BRL',
  rupees: 'INR',
  yuan: 'CNY',
  renminbi: 'CNY',
  ユーロ: 'EUR',
  米ドル: 'USD',
  ドル: '$',
  ポンド: 'GBP',
  スイスフラン: 'CHF',
  eur: 'EUR',
  usd: 'USD',
  gbp: 'GBP',
  chf: 'CHF',
  jpy: 'JPY',
  brl: 'BRL',
  cad: 'CAD',
  aud: 'AUD',
  sek: 'SEK',
  nok: 'NOK',
  dkk: 'DKK',
  pln: 'PLN',
  czk: 'CZK',
  inr: 'INR',
  sgd: 'SGD',
  mxn: 'MXN',
});

/** What a sign that several currencies share can stand for, and whether most people mean the first. (CLDR 46, narrow symbols) */
const SHARED: ReadonlyArray<{ sign: RegExp; codes: string; usual: boolean }> = [
  {
    sign: /^(?:\$|dollars?|d[oó]lar(?:es)?|bucks|ドル)$/iu,
    codes:
      'USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP UYU BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD',
    usual: false,
  },
  { sign: /^¥$/u, codes: 'JPY CNY', usual: false },
  { sign: /^kr\.?$/iu, codes: 'SEK NOK DKK ISK', usual: false },
  { sign: /^(?:£|pounds|pfund|libras)$/iu, codes: 'GBP EGP FKP GIP LBP SHP SSP SYP', usual: true },
  { sign: /^rupees$/iu, codes: 'INR PKR LKR NPR MUR', usual: true },
];

/** The currencies that a sign or word can stand for where no code settles it; null where it names one. */
export function sharedBy(sign: string): readonly string[] | null {
  const shared = sign.length > LONGEST_WORD ? undefined : SHARED.find((one) => one.sign.test(sign));
  return shared && !shared.usual ? shared.codes.split(' ') : null;
}

/** Whether a sign, word or code can stand for a currency. */
function allows(sign: string, code: string): boolean {
  const shared = SHARED.find((one) => one.sign.test(sign));
  return shared ? shared.codes.split(' ').includes(code) : currencyOf(sign, null) === code;
}

/**
 * The one currency that all signs, words and codes around an amount name: a code settles what a sign beside it leaves open, so `$45,000
 * CAD` is CAD.
 * @param locale settles a shared sign that stands alone; see currencyOf
 * @returns `ambiguous` where they contradict each other or leave it open; null where none is a currency
 */
export function agreedCurrency(signs: readonly string[], locale: string | null): string | 'ambiguous' | null {
  const named = signs.filter((sign) => sign.length <= LONGEST_WORD && currencyOf(sign, locale) !== null);
  const single = named.filter((sign) => !SHARED.some((one) => one.sign.test(sign)));
  const [first] = single.length > 0 ? single : named;
  if (first === undefined) return null;
  const code = currencyOf(first, locale) as string;
  if (code === 'ambiguous' || named.every((sign) => allows(sign, code))) return code;
  return 'ambiguous';
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const longestFirst = (texts: string[]) =>
  texts
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');
const ACCENTED = [
  'dólar',
  'dólares',
  'dólares americanos',
  'dólares estadounidenses',
  'dollars américains',
  'francos suíços',
];

/** Longer than each of the words. */
const LONGEST_WORD = 40;

/** A currency's sign, word or code as a pattern; matched in any case, a code in capitals (`isCurrencySign` judges). */
export const CURRENCY = `(?:${longestFirst([...Object.keys(SYMBOLS)])}|[$¥]|(?<![\\p{L}])kr\\.?(?![\\p{L}])|(?:(?<![A-Za-z])|(?<=\\d ?[kKmMT]))[A-Z]{3}(?![A-Za-z])|(?<![\\p{L}])(?:${longestFirst([...Object.keys(WORDS).filter((word) => /^[a-z]/.test(word)), ...ACCENTED])})(?![\\p{L}])|${longestFirst(Object.keys(WORDS).filter((word) => !/^[a-z]/.test(word)))})`;

/**
 * The ISO 4217 code behind a sign, word or code. `$` and `¥` are the dollar of the United States and the yen, unless the
 * partner sits where they mean another money.
 * @returns `ambiguous` where it names several; null when it is no currency.
 */
export function currencyOf(sign: string, locale: string | null): string | 'ambiguous' | null {
  const [language, ...rest] = (locale ?? '').slice(0, LONGEST_LOCALE).toLowerCase().split('-');
  const region = rest.at(-1) ?? '';
  const dollar = () => (DOLLAR.has(region) ? 'ambiguous' : 'USD');
  if (sign === '$') return dollar();
  if (sign === '¥') return language === 'zh' || region === 'cn' ? 'CNY' : 'JPY';
  if (/^kr\.?$/i.test(sign)) return KRONA[language ?? ''] ?? 'ambiguous';
  const symbol = SYMBOLS[sign];
  if (symbol) return symbol;
  if (/^[A-Z]{3}$/.test(sign) && isCurrency(sign)) return sign;
  const word = sign.length > LONGEST_WORD ? undefined : WORDS[foldWord(sign)];
  return word === '$' ? dollar() : (word ?? null);
}
