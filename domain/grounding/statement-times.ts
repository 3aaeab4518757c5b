import type { Statement } from './statements.ts';

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const DAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const MONTH =
  '(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?';
const DAY = '(\\d{1,2})(?:st|nd|rd|th)?';
const YEAR = '((?:19|20)\\d{2})';
const ORDINAL = '(first|second|third|fourth|1st|2nd|3rd|4th)';

type Reader = (groups: string[]) => string[];
/** Longest forms first: what matches earlier is taken. */
const FORMS: [RegExp, Reader][] = [
  form(`${YEAR}-(\\d{2})-(\\d{2})(?=T|\\b)`, ([y, m, d]) => [date(y, m, d)]),
  form(`(\\d{1,2})([./])(\\d{1,2})\\2${YEAR}`, ([a, sign, b, y]) =>
    // A dot is written day first; with a slash both orders are in use.
    sign === '.' ? [date(y, b, a)] : [date(y, b, a), date(y, a, b)],
  ),
  form(`${DAY} (?:of )?${MONTH},? ${YEAR}`, ([d, m, y]) => [date(y, month(m), d)]),
  form(`${MONTH} ${DAY},? ${YEAR}`, ([m, d, y]) => [date(y, month(m), d)]),
  form(`${DAY} (?:of )?${MONTH}`, ([d, m]) => [date('-', month(m), d)]),
  form(`${MONTH} ${DAY}(?!\\d)`, ([m, d]) => [date('-', month(m), d)]),
  form(`${MONTH} ${YEAR}`, ([m, y]) => [`date:${y}-${month(m)}`]),
  form(`Q([1-4])[ /-]?(?:of )?(?:FY ?)?${YEAR}`, ([q, y]) => [`period:${y}-Q${q}`]),
  form(`${YEAR}[ /-]?Q([1-4])`, ([y, q]) => [`period:${y}-Q${q}`]),
  form(`${ORDINAL}[ -]quarter (?:of )?(?:fiscal |FY ?)?${YEAR}`, ([q, y]) => [`period:${y}-Q${nth(q)}`]),
  form(`H([12])[ /-]?${YEAR}`, ([h, y]) => [`period:${y}-H${h}`]),
  form(`${ORDINAL}[ -]half (?:of )?${YEAR}`, ([h, y]) => [`period:${y}-H${nth(h)}`]),
  form(`(?:FY|fiscal(?: year)?) ?${YEAR}`, ([y]) => [`year:${y}`]),
  form(`FY ?(\\d{2})`, ([y]) => [`year:20${y}`]),
  form(`Q([1-4])`, ([q]) => [`period:Q${q}`]),
  form(`H([12])`, ([h]) => [`period:H${h}`]),
  form(`${ORDINAL}[ -]quarter`, ([q]) => [`period:Q${nth(q)}`]),
  form(`${ORDINAL}[ -]half`, ([h]) => [`period:H${nth(h)}`]),
  form(`T?(\\d{1,2}):(\\d{2})(?::\\d{2}(?:\\.\\d+)?)?Z?(?: ?([ap])\\.?m\\.?)?`, ([h, m, half]) => [
    clock(h, m, half),
  ]),
  form(`(${DAYS.join('|')})s?`, ([day]) => [`weekday:${day?.toLowerCase()}`]),
  form(`(last|this|next|previous|current|prior|past) (day|week|month|quarter|half|year)`, ([which, what]) => [
    `relative:${{ previous: 'last', prior: 'last', past: 'last', current: 'this' }[`${which}`.toLowerCase()] ?? which?.toLowerCase()}-${what?.toLowerCase()}`,
  ]),
  form(`(year|quarter|month|week)[ -](?:over|on)[ -](year|quarter|month|week)`, ([a]) => [
    `relative:${a?.toLowerCase()}-over`,
  ]),
  form(`(y|q|m)o\\1`, ([a]) => [
    `relative:${{ y: 'year', q: 'quarter', m: 'month' }[`${a}`.toLowerCase()]}-over`,
  ]),
  form(`(yesterday|today|tomorrow|daily|weekly|monthly|quarterly|yearly|annual(?:ly)?)`, ([word]) => [
    `relative:${word?.toLowerCase()}`,
  ]),
  form(`${YEAR}(?![\\d.,%]\\d|\\d)`, ([y]) => [`year:${y}`, `number:${y}:`]),
];

/** Dates, periods, times of day and relative periods. A bare year may as well be a number; both readings are kept. */
export function timeClaims(text: string): Statement[] {
  let rest = text;
  const claims: Statement[] = [];
  for (const [pattern, read] of FORMS) {
    rest = rest.replace(pattern, (span: string, ...args: unknown[]) => {
      const groups = args.slice(
        0,
        args.findIndex((each) => typeof each === 'number'),
      ) as string[];
      const index = args[groups.length] as number;
      // Beside a unit a lone year is an amount.
      if (/^\d{4}$/.test(span) && isAmount(rest, index, span)) return span;
      claims.push({ kind: 'time', span, index, readings: read(groups) });
      return ' '.repeat(span.length);
    });
  }
  return claims;
}

/** A date or period also says its parts: the 20th of November 2026 is in November 2026 and in 2026. */
export function impliedTimes(reading: string): string[] {
  const day = /^date:(\d{4})-(\d{2})-(\d{2})$/.exec(reading);
  if (day) {
    const weekday = DAYS[new Date(`${reading.slice(5)}T00:00:00Z`).getUTCDay()];
    return [`date:--${day[2]}-${day[3]}`, `date:${day[1]}-${day[2]}`, `year:${day[1]}`, `weekday:${weekday}`];
  }
  const period = /^period:(\d{4})-([QH]\d)$/.exec(reading);
  return period ? [`period:${period[2]}`, `year:${period[1]}`] : [];
}

function form(source: string, read: Reader): [RegExp, Reader] {
  return [new RegExp(`(?<!\\w|\\d[.,/:-])(?:${source})(?!\\w|[-/:]\\d)`, 'gi'), read];
}

function isAmount(text: string, index: number, span: string): boolean {
  const before = text.slice(Math.max(0, index - 4), index);
  const after = text.slice(index + span.length, index + span.length + 16);
  return (
    /(?:[$€£¥]|\b[A-Z]{3}) ?$/.test(before) ||
    /^(?: ?(?:%|[$€£¥]|[A-Z]{3}\b)| ?-?(?:percent|points?|days?|hours?|business|weeks?|months?|dollars|euros))/.test(
      after,
    )
  );
}

function date(y: string | undefined, m: string | undefined, d: string | undefined): string {
  return `date:${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}`;
}

function month(name: string | undefined): string {
  const at = MONTHS.findIndex((each) => each.startsWith((name ?? '').toLowerCase().slice(0, 3)));
  return String(at + 1).padStart(2, '0');
}

function nth(word: string | undefined): number {
  const at = ['first', 'second', 'third', 'fourth'].indexOf((word ?? '').toLowerCase());
  return at >= 0 ? at + 1 : Number.parseInt(word ?? '', 10);
}

function clock(hour: string | undefined, minute: string | undefined, half: string | undefined): string {
  const h = (Number(hour) % (half ? 12 : 24)) + (half?.toLowerCase() === 'p' ? 12 : 0);
  return `clock:${String(h).padStart(2, '0')}:${minute}`;
}
