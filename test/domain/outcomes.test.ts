import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IDLE_MINUTES, type Moment, minutesByCase } from '../../domain/attention.ts';
import { measureOutcomes, minutesByTeam, type OutcomeCase } from '../../domain/outcomes.ts';

const START = Date.parse('2026-03-02T08:00:00.000Z');
const instant = (minutes: number) => new Date(START + minutes * 60_000).toISOString();
const moment = (by: string, id: string, minute: number, did: Moment['did']): Moment => ({
  ...{ case: id, by, did },
  at: instant(minute),
});
const spent = (moments: readonly Moment[], now = 1_000) =>
  Object.fromEntries(
    [...minutesByCase(moments, instant(now))].map(([id, people]) => [id, Object.fromEntries(people)]),
  );

describe('minutes that people give to a case', () => {
  test('run from opening it to acting on it, a pause counts five minutes, other cases end them', () => {
    expect(
      spent([
        moment('ana', 'A', 0, 'opened'),
        moment('ana', 'A', 3, 'acted'),
        moment('ana', 'B', 10, 'opened'),
        // Lunch.
        moment('ana', 'B', 90, 'opened'),
        moment('ana', 'C', 92, 'opened'),
        moment('ana', 'B', 93, 'acted'),
        moment('ben', 'A', 1, 'opened'),
      ]),
    ).toEqual({ A: { ana: 3, ben: IDLE_MINUTES }, B: { ana: IDLE_MINUTES + 2 }, C: { ana: 1 } });
  });

  test('who acted without opening gave no minute that anybody knows of', () => {
    expect(spent([moment('ana', 'A', 0, 'acted'), moment('ana', 'B', 60, 'opened')], 61)).toEqual({
      A: { ana: 0 },
      B: { ana: 1 },
    });
  });

  const moments = fc.array(
    fc.record({
      case: fc.constantFrom('A', 'B', 'C'),
      by: fc.constantFrom('ana', 'ben'),
      at: fc.integer({ min: 0, max: 600 }).map(instant),
      did: fc.constantFrom<Moment['did']>('opened', 'acted'),
    }),
    { maxLength: 40 },
  );
  test('are never more than the person had, nor than five for each opening; no order of the rows and no other person changes them', () => {
    fc.assert(
      fc.property(moments, (some) => {
        // Two moments of one instant have no order of their own.
        const own = [...new Map(some.map((one) => [`${one.by} ${one.at}`, one])).values()];
        const all = spent(own);
        expect(spent(own.toReversed())).toEqual(all);
        for (const by of ['ana', 'ben']) {
          const opened = own.filter((one) => one.by === by && one.did === 'opened');
          const total = Object.values(all).reduce((sum, people) => sum + (people[by] ?? 0), 0);
          expect(total).toBeLessThanOrEqual(opened.length * IDLE_MINUTES + 1e-9);
          const first = Math.min(...opened.map(({ at }) => Date.parse(at)));
          if (opened.length > 0) expect(total).toBeLessThanOrEqual(1_000 - (first - START) / 60_000 + 1e-9);
          const alone = spent(own.filter((one) => one.by === by));
          for (const [id, people] of Object.entries(alone)) expect(all[id]?.[by]).toBe(people[by]);
        }
      }),
    );
  });
});

describe('what is promised', () => {
  const cases: OutcomeCase[] = [
    { case: 'A', receivedAt: instant(0), settled: { at: instant(60), by: 'ana' } },
    { case: 'B', receivedAt: instant(0), settled: { at: instant(2), by: null } },
    { case: 'C', receivedAt: instant(0), settled: { at: instant(90), by: 'ben' } },
    { case: 'D', receivedAt: instant(0), settled: null },
  ];
  const moments = [
    moment('ana', 'A', 30, 'opened'),
    moment('ana', 'A', 34, 'acted'),
    moment('ben', 'C', 70, 'opened'),
    moment('ana', 'C', 40, 'opened'),
    moment('ben', 'C', 90, 'acted'),
    moment('ana', 'D', 50, 'opened'),
  ];
  const team = (person: string) => (person === 'ana' ? 'EMEA' : 'AMER');

  test('is counted from receipt; an automatic decision is one, an open case is none', () => {
    const measured = measureOutcomes(cases, moments, instant(1_000));
    expect(measured.firstLook).toMatchObject({ n: 3, value: 40 });
    expect(measured.decision).toMatchObject({ n: 3, value: 60 });
    expect(measured.withoutPerson).toMatchObject({ n: 3, value: 1 / 3 });
    // A: 4 of ana. C: 5 of ana, 5 of ben.
    expect(measured.reviewerMinutes).toMatchObject({ n: 2, value: 7 });
    expect(minutesByTeam(cases, moments, instant(1_000), team)).toMatchObject([
      { team: 'AMER', people: 1, reviewerMinutes: { n: 1, value: 5 } },
      { team: 'EMEA', people: 1, reviewerMinutes: { n: 1, value: 4 } },
    ]);
  });

  test('of nothing is nothing', () => {
    const none = { n: 0, value: null, low: null, high: null };
    expect(measureOutcomes([], [], instant(0))).toEqual({
      ...{ firstLook: none, decision: none },
      ...{ withoutPerson: none, reviewerMinutes: none },
    });
  });
});
