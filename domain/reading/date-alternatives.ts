import { MONTH_NAME } from './calendar-words.ts';
import type { Candidate } from './finding.ts';

const NEAR = 40;
const JOINED =
  /^ ?(?:\/|-|–|—|&|,? ?(?:or|oder|ou|o|u|and|und|et|y|e|to|through|thru|till|until|bis|à|au|a|al|hasta|até|または|か|から|〜|～|~)(?!\p{L})) ?(?:the |am |le |el |dem |den )?$/iu;
/** A day or a month that shares what follows it with the date: `15 & 16 March`, `March/April 2027`, `15 to 31 March`. */
const HALF_BEFORE = new RegExp(
  `(?<![\\p{L}\\d.,:/-])(?:(?:[0-2]?\\d|3[01])(?:st|nd|rd|th|er|\\.)?|Q[1-4]|H[12]|${MONTH_NAME}\\.?) ?(?:\\/|-|–|—|&|(?:or|oder|ou|o|and|und|et|y|e|to|through|thru|till|until|bis|au|a|al|à|até|hasta)(?!\\p{L})) ?(?:the |le |el |dem |den )?$`,
  'iu',
);
/** `March, April 2027`; and `15.-16. März 2027`, of which the month alone is read. */
const MONTH_BEFORE = new RegExp(`(?<!\\p{L})${MONTH_NAME}, ?$`, 'iu');
const DAY_BEFORE = /(?<!\d)(?:[0-2]?\d|3[01])(?:st|nd|rd|th|\.)? ?$/iu;
/** Not before, from … on: a bound below says nothing of the day. */
const BOUND_BEFORE =
  /(?<!\p{L})(?:not before|no(?:t)? (?:earlier|sooner) than|(?<!no |not |nicht )later than|no earlier than|not earlier than|earliest|at the earliest(?: on| in)?|after|from|starting|as of|as from|sometime after|nicht vor|nicht früher als|frühestens|ab|nach|pas avant|au plus tôt|à partir|après|no antes|como muy pronto|a partir|desde|después|não antes|depois|apenas após|after the)(?: de| du| del| do| da| dem| den| der| le| la| el| the| end of| Ende| fin)*(?: |: )$/iu;
/** A week that is named by one of its days. */
const WEEK_BEFORE =
  /(?<!\p{L})(?:weeks? (?:of|commencing|beginning|starting|ending)|w\/[ce]|woche (?:vom|ab|des)|semaine du|semana del?|semana do)(?: the)? $/iu;
const BETWEEN_BEFORE = /(?<!\p{L})(?:between|zwischen|entre)(?: the| dem| den| le| el| o| el día)? $/iu;
const BOUND_BEHIND =
  /^,? ?(?:(?:or|oder|ou|o) (?:later|später|plus tard|más tarde|mais tarde|beyond|after)|onwards?|at the earliest|earliest|frühestens|au plus tôt|como muy pronto|no mínimo|以降|より後|\+\/-|±|plus or minus)/iu;

/**
 * Dates without those that stand for several days: one of two, a span, or a bound from below. Each stays found, without a value.
 * @param found in the order of the text
 */
export function withoutAlternatives(text: string, found: readonly Candidate<string>[]): Candidate<string>[] {
  const open = new Set<Candidate<string>>();
  const bound = new Set<Candidate<string>>();
  const week = new Set<Candidate<string>>();
  const fiscal = new Set<Candidate<string>>();
  for (const [index, one] of found.entries()) {
    const next = found[index + 1];
    if (next && next.start - one.end <= NEAR && JOINED.test(text.slice(one.end, next.start))) {
      open.add(one);
      open.add(next);
    }
    // `year end (fiscal)`
    if (
      next?.code === 'date_fiscal' &&
      isPeriod(one) &&
      /^[ ,(]{0,3}$/.test(text.slice(one.end, Math.min(next.start, one.end + NEAR)))
    )
      fiscal.add(one);
    const before = text.slice(Math.max(0, one.start - NEAR), one.start);
    const half = HALF_BEFORE.test(before) || MONTH_BEFORE.test(before) || BETWEEN_BEFORE.test(before);
    if (half || (one.code === 'date_period' && DAY_BEFORE.test(before))) open.add(one);
    if (WEEK_BEFORE.test(before)) week.add(one);
    if (BOUND_BEFORE.test(before) || BOUND_BEHIND.test(text.slice(one.end, one.end + NEAR))) bound.add(one);
  }
  return found.map((one) => {
    if (one.code !== undefined && one.value === null) return one;
    if (open.has(one)) return { ...one, value: null, code: 'date_ambiguous' };
    if (fiscal.has(one)) return { ...one, value: null, code: 'date_fiscal' };
    if (week.has(one)) return { ...one, value: null, code: 'date_imprecise' };
    return bound.has(one) ? { ...one, value: null, code: 'date_bound' } : one;
  });
}

function isPeriod({ rule }: Candidate<string>): boolean {
  return rule.startsWith('period');
}
