import { lookupTable } from '../lookup-table.ts';
import { currencyOf } from '../reading/currency.ts';

/** Regions of the signs that several currencies share, by the language ids of Windows that stand beside them. ([MS-LCID]) */
const BY_REGION = lookupTable<string>({
  '$ 409': 'USD',
  '$ 1009': 'CAD',
  '$ c0c': 'CAD',
  '$ c09': 'AUD',
  '$ 1409': 'NZD',
  '$ 4809': 'SGD',
  '$ 1004': 'SGD',
  '$ c04': 'HKD',
  '$ 404': 'TWD',
  '$ 80a': 'MXN',
  '$ 2c0a': 'ARS',
  '$ 340a': 'CLP',
  '$ 240a': 'COP',
  '$ 380a': 'UYU',
  '¥ 411': 'JPY',
  '¥ 804': 'CNY',
  '￥ 411': 'JPY',
  '￥ 804': 'CNY',
  'kr 41d': 'SEK',
  'kr 414': 'NOK',
  'kr 814': 'NOK',
  'kr. 406': 'DKK',
  'kr 406': 'DKK',
  'kr. 40f': 'ISK',
});

/** Formats 5 to 8 and 37 to 44: each program shows the currency of its own user there, so that the `$` in them says nothing. (ECMA-376, 18.8.30) */
const OF_THE_READER = /^_?\(?"?\$"?(?:\* )?#,##0(?:\.00)?_\)(?:;|$)/;

/**
 * The currency that a number format shows beside a number: `[$€-407] #,##0.00`, `#,##0.00 "EUR"`, `$#,##0`.
 * @returns a code, or a sign that several currencies share; null where it shows none
 */
export function currencyOfFormat(format: string): string | null {
  if (format.length > 255 || OF_THE_READER.test(format)) return null;
  const [positive = ''] = format.split(';');
  const [, sign, region] = /\[\$([^\]-]{1,10})(?:-([^[\]]{1,20}))?\]/.exec(positive) ?? [];
  if (sign !== undefined) {
    const known = BY_REGION[`${sign.trim()} ${(region ?? '').toLowerCase().replace(/^0+/, '').slice(-4)}`];
    return known ?? codeOrSign(sign);
  }
  const quoted = [...positive.replace(BRACKETS, '').matchAll(/"([^"]{1,20})"|\\(.)|([$€£¥₹])/g)].map(
    (each) => each[1] ?? each[2] ?? each[3] ?? '',
  );
  return quoted.map(codeOrSign).find((each) => each !== null) ?? null;
}

/** Colours, conditions, regions. */
const BRACKETS = /\[[^[\]]*\]/g;

/**
 * The multiple that a format shows as words behind a number that it does not divide: `#,##0" T€"`, `0.0 "Mio."`. What is meant is more than
 * what the cell holds.
 * @returns null where it shows none
 */
export function shownMultiple(format: string): string | null {
  const [positive = ''] = format.slice(0, 255).split(';');
  const behind = /^.*[0#?]([^0#?]*)$/.exec(positive.replace(BRACKETS, ''))?.[1] ?? '';
  if (behind.startsWith(',')) return null;
  const words = behind.replace(/["\\_*]/g, '').trim();
  return MULTIPLE.test(words) ? words : null;
}

const MULTIPLE =
  /^(?:[$€£¥]\s?)?(?:[tkm]|td|tsd|tausend|thousands?|mil|mille|miles|m|mm|mn|mio|mill|millions?|millionen|millones|milh[õo]es|mrd|mds?|bn|billions?|milliarden?|千|万|百万|億)(?:\.|\b|[$€£¥]|(?:eur|usd|gbp|chf)\b|円|$)/iu;

function codeOrSign(text: string): string | null {
  const sign = text.trim();
  return sign !== '' && currencyOf(sign, null) !== null ? sign : null;
}

/**
 * How many decimals a format shows, where it shows two or more: `#,##0.00`. What a formula computes beyond them nobody sees or means.
 * @returns null where the format does not say
 */
export function shownDecimals(format: string): number | null {
  const [positive = ''] = format.slice(0, 255).split(';');
  const decimals = /0\.(0{2,})(?![0#?])/.exec(positive)?.[1]?.length;
  return decimals === undefined || /[%E]/i.test(positive.replace(/"[^"]*"|\[[^[\]]*\]/g, ''))
    ? null
    : decimals;
}

/** How many digits a format always shows, `00000`: an id keeps its zeros in front by it. 0: it says nothing of them. */
export function shownDigits(format: string): number {
  return /^0+$/.exec(format)?.[0].length ?? 0;
}
