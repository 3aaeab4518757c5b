import type { Money } from '../money.ts';
import { findAmounts } from './amounts.ts';
import type { Choice } from './choose.ts';
import { contactAddresses, distinct, isOwnAddress } from './contact.ts';
import { currencyOf } from './currency.ts';
import { findDates } from './dates.ts';
import type { Candidate, TextContext } from './finding.ts';
import { unreadBeside } from './label-rest.ts';
import type { Labelled } from './labelled.ts';
import type { ReadingCode } from './titles.ts';
import { isCalledTotal } from './total-words.ts';
import type { DateContext } from './written-dates.ts';

const MOST_NAME = 255;
const NOTHING =
  /^(?:n\/?\.?a\.?|t\.?b\.?[dca]\.?|unknown|none|k\.?\s?a\.?|unbekannt|offen|à définir|inconnue?|por definir|desconocid[oa]|a definir|desconhecid[oa]|not (?:yet )?(?:known|available|given|provided)|未定|不明|なし|未記入|[-–—?_.…\s]+)$/iu;

/** Whether somebody wrote that there is nothing to write: `n/a`, `tbd`, `未定`. */
export function saysNothing({ value }: Labelled): boolean {
  return NOTHING.test(value.slice(0, MOST_NAME).trim());
}

/** One value of equal labels; two different ones are never chosen between. */
export function single<T>(
  candidates: readonly (Candidate<T> | null)[],
  same: (value: T) => string,
  ambiguous: ReadingCode,
): Choice<T> {
  const read = candidates.filter((one) => one !== null);
  const valued = read.filter((one) => one.value !== null);
  if (new Set(valued.map((one) => same(one.value as T))).size > 1) return { code: ambiguous };
  const candidate = valued[0] ?? read[0];
  return candidate ? { candidate } : null;
}

export function labelledName({ value, start }: Labelled): Candidate<string> | null {
  const name = (value.split('\n')[0] as string)
    .slice(0, MOST_NAME)
    .replace(/^["„“«「『]+|(?<!["”“»」』])["”“»」』]+$|(?:様|御中)$/gu, '')
    .trim();
  const at = start + value.indexOf(name);
  return name === '' ? null : { value: name, start: at, end: at + name.length, rule: 'label' };
}

/** Of several amounts behind a label the one that is called the total; an equivalent in another currency in brackets says the same. */
export function amountOf(
  { value, start, aside }: Labelled,
  locale: string | null,
  currency: string | null,
): Candidate<Money> | null {
  const sign = [aside, currency ?? '']
    .find((one) => one !== '' && currencyOf(one.trim(), locale) !== null)
    ?.trim();
  const found = findAmounts(value, { locale, currency: sign ?? null });
  const [first] = found;
  const multiple = aside !== '' && sign !== aside.trim() && MULTIPLE.test(aside);
  if (multiple || !first) {
    const code = multiple ? 'amount_unreadable' : 'currency_missing';
    return /\d/.test(value) ? { value: null, start, end: start + value.length, rule: 'label', code } : null;
  }
  const placed = (one: Candidate<Money>) => ({
    ...one,
    ...{ start: start + one.start, end: start + one.end, rule: 'label' },
  });
  const unsaid = unreadBeside(value, found);
  if (unsaid) {
    const code = found.find((one) => one.value === null)?.code ?? unsaid;
    return { ...placed(first), value: null, code };
  }
  const others = found.filter((one) => !isEquivalent(value, first, one));
  const totals = others.filter((one) => isCalledTotal(value, one));
  const [total] = totals;
  if (others.length > 1 && total && totals.length === 1) return placed(total);
  const unread = others.find((one) => one.value === null);
  if (unread) return placed(unread);
  const values = new Set(others.map((one) => `${one.value?.currency} ${Number(one.value?.amount)}`));
  return values.size > 1 ? { ...placed(first), value: null, code: 'amount_ambiguous' } : placed(first);
}

/** In brackets beside a label: `(k€)`, `(in thousands)`, `(000s)`. */
const MULTIPLE =
  /^[ ']*(?:in )?(?:t?(?:€|eur|usd|gbp|chf)|[km][ €$£]|[km](?:eur|usd|gbp|chf)?$|0*00s?|thousand|tsd|tausend|millio|mio|millier|mil(?:es|hares)?$|千|百万|万)/iu;

/** `EUR 45,000 (about USD 49,000)` */
function isEquivalent(text: string, first: Candidate<Money>, one: Candidate<Money>): boolean {
  if (one === first || first.value === null || one.value?.currency === first.value.currency) return false;
  return /\([^)]{0,20}$/u.test(text.slice(Math.max(0, one.start - 21), one.start));
}

export function dateOf(
  { value, start }: Labelled,
  { locale, writtenOn }: TextContext,
  order?: DateContext['order'],
): Candidate<string> | null {
  const dates = findDates(value, { locale, writtenOn, order });
  const [first] = dates;
  const days = new Set(dates.map((one) => one.value));
  if (first && days.size > 1)
    return { ...first, value: null, start, end: start + value.length, rule: 'label', code: 'date_ambiguous' };
  if (first)
    return { ...first, start: start + first.start, end: start + first.end, rule: `label_${first.rule}` };
  return { value: null, start, end: start + value.length, rule: 'label', code: 'date_unreadable' };
}

/** The order of day and month that a form states beside its labels (`MM/DD/YYYY`, `TT.MM.JJJJ`, `jj/mm/aaaa`): it holds for all of its dates. */
export function statedOrder(labels: readonly Labelled[]): DateContext['order'] {
  const orders = new Set(
    labels.map(({ aside }) => {
      if (/^m{1,3}[ ./-]?[dtj]/i.test(aside)) return 'month_first';
      return /^(?:d{1,2}|t{1,2}|j{1,2})[ ./-]?m/i.test(aside) ? 'day_first' : undefined;
    }),
  );
  orders.delete(undefined);
  return orders.size === 1 ? [...orders][0] : undefined;
}

export function contactOf({ value, start }: Labelled, context: TextContext): Candidate<string> | null {
  const addresses = contactAddresses(value, start);
  const others = distinct(addresses.filter((one) => !isOwnAddress(one.value as string, context)));
  const [first] = others;
  if (first && others.length === 1) return { ...first, rule: 'label' };
  const at = { start, end: start + value.length, rule: 'label', value: null };
  if (first) return { ...at, code: 'contact_ambiguous' };
  return addresses.length > 0 ? { ...at, code: 'contact_is_partners' } : null;
}

export function notesOf({ value, start, end }: Labelled): Candidate<string> | null {
  return value === '' ? null : { value, start, end, rule: 'label' };
}
