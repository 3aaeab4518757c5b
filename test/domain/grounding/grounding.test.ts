import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkGrounding, type Fact } from '../../../domain/grounding/grounding.ts';
import { cpuMs } from '../../environment/cpu-time.ts';

const facts: Fact[] = [
  { value: '62', unit: 'points', source: 'decision#confidence_score', direction: 'down' },
  { value: '70', unit: 'points', source: 'policy#score_floor' },
  { value: '1200.50', unit: 'EUR', source: 'submission#stated_value' },
  { value: '1450000', unit: 'USD', source: 'submission#estimated_value', direction: 'up' },
  { value: '0.82', unit: 'ratio', source: 'score#completeness' },
  { value: '12', unit: '%', source: 'partner#growth', direction: 'up' },
  { value: '-3.5', unit: '%', source: 'partner#winRate', direction: 'down' },
  { value: '3', unit: 'territories', source: 'submission#territories' },
  { value: '90', unit: 'days', source: 'policy#protection' },
  { value: '8', unit: 'business hours', source: 'policy#first_decision' },
  { value: '2026-11-20', source: 'submission#expected_close_date' },
  { value: '2026-12-04T15:30:00Z', source: 'gate#dueAt' },
  { value: 'Q3 2026', source: 'scorecard#period' },
  {
    value: 'The partner has never had an approved registration: first-time partner',
    source: 'rule:always_person',
  },
  { value: 'Name 0.91 similar to Acme Corp', source: 'crm:Account/001A7' },
];
const spans = (text: string, given: Fact[] = facts) =>
  checkGrounding(text, given).problems.map(({ span }) => span);

describe('true texts pass', () => {
  test.each([
    'The confidence score is 62, below the floor of 70 points.',
    'The score of 62 points does not exceed 70.',
    'Stated value EUR 1,200.50; that is 1.200,50 € or 1 200,50 EUR.',
    "Worth €1200.5, in Swiss spelling 1'200.50 EUR.",
    'The estimate of USD 1,450,000 is above the limit.',
    'USD 1.45 million exceeds what a manager decides.',
    'About $1.45m, i.e. US$1450k, and so more than planned.',
    'Completeness is 82 %, or 0.82, that is 82 percent.',
    'Growth was 12% and the win rate fell by 3.5 %.',
    'The win rate changed by -3.5 %.',
    'Three territories are named; 3 territories need a person.',
    'The 90-day protection runs for ninety days.',
    'A decision is due within 8 business hours (8 b.h.).',
    'It should close on 2026-11-20, on 20 November 2026, on November 20th, on 20.11.2026, in November 2026.',
    'Due on Friday, 4 December 2026 at 15:30, that is 3:30 pm.',
    'In Q3 2026, the third quarter of 2026, sales were recorded.',
    'This is a first-time partner, under review by a manager.',
    'The name is 0.91 similar to record crm:Account/001A7.',
    'Please follow up over the phone; nothing else was found.',
    'No evidence was recorded.',
    'The 3 territories top the list, and 62 for the score is below 70.',
  ])('%s', (text) => {
    expect(spans(text)).toEqual([]);
  });
});

describe('false texts are refused, with the span', () => {
  test.each([
    ['The confidence score is 63, below 70.', '63'],
    ['The score is sixty-three.', 'sixty-three'],
    ['The stated value is USD 1,200.50.', 'USD 1,200.50'],
    ['The stated value is 1,200.50.', '1,200.50'],
    ['The stated value is EUR 12,005.0', 'EUR 12,005.0'],
    ['The estimate is USD 1.45 billion.', 'USD 1.45 billion'],
    ['Completeness is 82 points.', '82 points'],
    ['Completeness is 0.28.', '0.28'],
    ['Growth fell by 12 %.', 'fell'],
    ['The win rate rose by 3.5 %.', 'rose'],
    ['The score of 62 is above 70.', 'above'],
    ['The score of 62 is not below 70.', 'below'],
    ['It did not exceed USD 1,450,000.', 'exceed'],
    ['Four territories are named.', 'Four territories'],
    ['It holds 90 weeks.', '90 weeks'],
    ['It holds 8 hours.', '8 hours'],
    ['It closes on 2026-11-21.', '2026-11-21'],
    ['It closes on 21 November 2026.', '21 November 2026'],
    ['It closes in October 2026.', 'October 2026'],
    ['It closes on 20.11.2027.', '20.11.2027'],
    ['Due at 15:31.', '15:31'],
    ['Due on Thursday.', 'Thursday'],
    ['In Q4 2026 it will close.', 'Q4 2026'],
    ['In Q3 2025 it closed.', 'Q3 2025'],
    ['In the fourth quarter.', 'fourth quarter'],
    ['As in the last quarter.', 'last quarter'],
    ['It is the second registration.', 'second'],
    ['It resembles crm:Account/001A8.', 'crm:Account/001A8'],
    ['Write to [[EMAIL_1]].', '[[EMAIL_1]]'],
    ['The value is ９９ EUR.', '99 EUR'],
    ['The value is 9\u200b9 EUR.', '99 EUR'],
    ['The value is ٩٩ EUR.', '٩٩'],
    ['It is half of that.', 'half'],
    ['It is twice as much.', 'twice'],
  ])('%s', (text, span) => {
    expect(spans(text)).toContain(span);
  });

  test('without any evidence every figure and direction is refused', () => {
    expect(spans('It rose by 5 % in Q1 2026.', [])).toEqual(['rose', '5 %', 'Q1 2026']);
  });
});

/** Generated evidence, a true text over it in a notation of its own, and the same text with one thing changed. */
describe('mutations', () => {
  const MONTHS = ['January', 'February', 'March', 'April', 'June', 'July', 'August', 'September', 'October'];
  const grouped = (value: number, group: string, point: string) => {
    const [whole, cents] = value.toFixed(2).split('.') as [string, string];
    return `${whole.replace(/\B(?=(\d{3})+$)/g, group)}${point}${cents}`;
  };
  const notations: ((value: number) => string)[] = [
    (value) => grouped(value, ',', '.'),
    (value) => grouped(value, '.', ','),
    (value) => grouped(value, '\u202f', ','),
    (value) => grouped(value, "'", '.'),
    (value) => value.toFixed(2),
  ];
  interface Story {
    amount: number;
    currency: string;
    share: number;
    count: number;
    unit: string;
    day: number;
    month: number;
    year: number;
    quarter: number;
    rising: boolean;
    above: boolean;
  }
  const story: fc.Arbitrary<Story> = fc.record({
    amount: fc.integer({ min: 100_001, max: 900_000_000 }).map((cents) => cents / 100),
    currency: fc.constantFrom('EUR', 'USD', 'GBP', 'CHF'),
    share: fc.integer({ min: 31, max: 99 }),
    count: fc.integer({ min: 13, max: 29 }),
    unit: fc.constantFrom('days', 'weeks', 'months', 'business days'),
    day: fc.integer({ min: 1, max: 12 }),
    month: fc.integer({ min: 0, max: 8 }),
    year: fc.integer({ min: 2020, max: 2035 }),
    quarter: fc.integer({ min: 1, max: 4 }),
    rising: fc.boolean(),
    above: fc.boolean(),
  });
  const iso = ({ year, month, day }: Story) => {
    const number = new Date(`${MONTHS[month]} 1, 2000`).getMonth() + 1;
    return `${year}-${String(number).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  };
  const evidence = (each: Story): Fact[] => [
    {
      value: each.amount.toFixed(2),
      unit: each.currency,
      source: 'a',
      direction: each.above ? 'up' : 'down',
    },
    { value: String(each.share), unit: '%', source: 'b', direction: each.rising ? 'up' : 'down' },
    { value: String(each.count), unit: each.unit, source: 'c' },
    { value: iso(each), source: 'd' },
    { value: `Q${each.quarter} ${each.year}`, source: 'e' },
  ];
  const tell = (each: Story, notation: number) =>
    `The deal of ${each.currency} ${notations[notation]?.(each.amount)} is ${each.above ? 'above' : 'below'} the limit. ` +
    `Attainment ${each.rising ? 'rose' : 'fell'} by ${each.share} % in Q${each.quarter} ${each.year}, within ${each.count} ${each.unit}. ` +
    `It closes on ${each.day} ${MONTHS[each.month]} ${each.year}.`;
  const shift = fc.integer({ min: 1, max: 3 });
  const other = <T>(all: T[], now: T, by: number): T => {
    const rest = all.filter((each) => each !== now);
    return rest[by % rest.length] as T;
  };
  const mutations: Record<string, (each: Story, by: number) => Story> = {
    amount: (each, by) => ({ ...each, amount: each.amount + by }),
    cents: (each, by) => ({ ...each, amount: Math.round(each.amount * 100 + by) / 100 }),
    'order of magnitude': (each, by) => ({ ...each, amount: each.amount * 10 ** by }),
    currency: (each, by) => ({ ...each, currency: other(['EUR', 'USD', 'GBP', 'CHF'], each.currency, by) }),
    share: (each, by) => ({ ...each, share: each.share + by }),
    count: (each, by) => ({ ...each, count: each.count - by }),
    unit: (each, by) => ({
      ...each,
      unit: other(['days', 'weeks', 'months', 'business days'], each.unit, by),
    }),
    day: (each, by) => ({ ...each, day: each.day + by }),
    month: (each, by) => ({
      ...each,
      month: MONTHS.indexOf(other(MONTHS, MONTHS[each.month] as string, by)),
    }),
    year: (each, by) => ({ ...each, year: each.year + by }),
    quarter: (each, by) => ({ ...each, quarter: other([1, 2, 3, 4], each.quarter, by) }),
    'direction of a movement': (each) => ({ ...each, rising: !each.rising }),
    'direction of a comparison': (each) => ({ ...each, above: !each.above }),
  };

  test('every generated true text passes', () => {
    fc.assert(
      fc.property(story, fc.nat(notations.length - 1), (each, notation) => {
        const text = tell(each, notation);
        expect({ text, ...checkGrounding(text, evidence(each)) }).toMatchObject({ ok: true });
      }),
      { numRuns: 300 },
    );
  });

  test.each(Object.keys(mutations))('a changed %s is refused', (name) => {
    fc.assert(
      fc.property(story, fc.nat(notations.length - 1), shift, (each, notation, by) => {
        const text = tell((mutations[name] as (typeof mutations)[string])(each, by), notation);
        expect({ text, ...checkGrounding(text, evidence(each)) }).toMatchObject({ ok: false });
      }),
      { numRuns: 100 },
    );
  });

  test('any digit of any figure changed is refused', () => {
    fc.assert(
      fc.property(
        story,
        fc.nat(notations.length - 1),
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        (each, notation, at, by) => {
          const text = tell(each, notation);
          const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
          const index = digits[at % digits.length] as number;
          const changed = `${text.slice(0, index)}${(Number(text[index]) + by) % 10}${text.slice(index + 1)}`;
          expect({ changed, ...checkGrounding(changed, evidence(each)) }).toMatchObject({ ok: false });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('any text at all is answered in time and never breaks the check', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.stringMatching(/^[0-9A-Za-z_@#:/.~ \-+$%]{0,60}$/),
        (text, ids) => {
          expect(typeof checkGrounding(`${text} ${ids}`, facts).ok).toBe('boolean');
        },
      ),
      { numRuns: 500 },
    );
    const started = cpuMs();
    for (const piece of ['1', '1,', 'a1', 'one ', '[[', '2026-']) checkGrounding(piece.repeat(10_000), facts);
    expect(cpuMs() - started).toBeLessThan(10_000);
  });
});
