import { describe, expect, test } from '@jest/globals';
import { DateTime } from 'luxon';
import type { Calendar } from '../../../domain/gate/business-hours.ts';
import {
  allowedMinutes,
  type GateClock,
  nextDaily,
  partnerClock,
  reviewClock,
  type SlaPolicy,
  type Tick,
  usedMinutes,
} from '../../../domain/gate/clock.ts';

const ZONE = 'Europe/Berlin';
const calendar: Calendar = { zone: ZONE, opens: 9, closes: 17, holidays: ['2026-04-03', '2026-04-06'] };
const sla: SlaPolicy = {
  hours: { deal: 8, high_value: 4, conflict: 24 },
  remindAt: [0.5, 0.8],
  escalateToManagerAt: 1,
  escalateToOpsAt: 2,
  expireAfterDays: 15,
  quarterEndDays: 5,
  partner: { days: 10, remindOnDays: [3, 7], reopenWithinDays: 30 },
};
const at = (iso: string) => DateTime.fromISO(iso, { zone: ZONE }).toUTC().toISO() as string;
const shown = (clock: GateClock) =>
  clock.ticks.map(
    (tick) => `${tick.kind} ${DateTime.fromISO(tick.at, { zone: ZONE }).toFormat('LL-dd HH:mm')}`,
  );

describe('the minutes a first decision may take', () => {
  test('one clock, then the shorter of two', () => {
    const now = at('2026-07-13T10:00');
    expect(allowedMinutes(['conflict'], now, sla, ZONE)).toBe(24 * 60);
    expect(allowedMinutes(['conflict', 'high_value'], now, sla, ZONE)).toBe(4 * 60);
  });

  test('halved in the last five days of a quarter, on the reviewer’s calendar', () => {
    expect(allowedMinutes(['deal'], at('2026-09-25T23:59'), sla, ZONE)).toBe(480);
    expect(allowedMinutes(['deal'], at('2026-09-26T00:00'), sla, ZONE)).toBe(240);
    expect(allowedMinutes(['deal'], at('2026-09-30T23:59'), sla, ZONE)).toBe(240);
    expect(allowedMinutes(['deal'], at('2026-10-01T00:00'), sla, ZONE)).toBe(480);
    // 30 September 23:00 in Berlin is already October in Tokyo.
    expect(allowedMinutes(['deal'], at('2026-09-30T23:00'), sla, 'Asia/Tokyo')).toBe(480);
    // The quarter that holds the spring change has a day of 23 hours.
    expect(allowedMinutes(['deal'], at('2026-03-27T00:00'), sla, ZONE)).toBe(240);
    expect(allowedMinutes(['deal'], at('2026-03-26T23:59'), sla, ZONE)).toBe(480);
  });

  test('an unknown clock and no clock are named', () => {
    expect(() => allowedMinutes(['spiff'], at('2026-07-13T10:00'), sla, ZONE)).toThrow('"spiff"');
    expect(() => allowedMinutes([], at('2026-07-13T10:00'), sla, ZONE)).toThrow('at least one clock');
  });
});

describe('the reviewer’s clock', () => {
  const clock = reviewClock({ allowed: 480, used: 0, now: at('2026-03-27T16:00'), sla, calendar });

  test('ticks over the daylight-saving change and Easter', () => {
    expect(shown(clock)).toEqual([
      'remind 03-30 12:00',
      'remind 03-30 14:24',
      'escalate 03-30 16:00',
      'escalate_ops 03-31 16:00',
      'sla_expired 04-21 16:00',
    ]);
    expect(clock.dueAt).toBe(at('2026-03-30T16:00'));
  });

  test('after a pause it goes on with what was left, and nothing is said twice', () => {
    const used = usedMinutes(clock, at('2026-03-30T13:00'), calendar);
    expect(used).toBe(300);
    const resumed = reviewClock({ allowed: 480, used, now: at('2026-04-14T09:00'), sla, calendar });
    expect(shown(resumed).slice(0, 2)).toEqual(['remind 04-14 10:24', 'escalate 04-14 12:00']);
    expect(resumed.dueAt).toBe(at('2026-04-14T12:00'));
  });

  test('paused twice, the parts add up', () => {
    const first = reviewClock({ allowed: 480, used: 300, now: at('2026-04-14T09:00'), sla, calendar });
    expect(usedMinutes(first, at('2026-04-14T10:00'), calendar)).toBe(360);
  });

  test('after expiry it escalates every business day', () => {
    const expired = clock.ticks.at(-1) as Tick;
    const next = nextDaily(expired, calendar);
    expect([next.kind, next.at]).toEqual(['escalate_daily', at('2026-04-22T16:00')]);
    expect(nextDaily(nextDaily(next, calendar), calendar).at).toBe(at('2026-04-24T16:00'));
  });
});

test('the partner’s clock: ten business days, reminders on days three and seven, then silence', () => {
  const clock = partnerClock({ now: at('2026-07-13T10:00'), sla, calendar });
  expect(shown(clock)).toEqual([
    'remind_partner 07-16 10:00',
    'remind_partner 07-22 10:00',
    'partner_silent 07-27 10:00',
  ]);
});

test('a day that a clock has counted is not changed by a later calendar; a day after it is', () => {
  // Thursday before Easter, 09:00 in Berlin; Good Friday and Easter Monday are off.
  const clock = reviewClock({ allowed: 480, used: 0, now: '2026-04-02T07:00:00.000Z', sla, calendar });
  expect(clock.counted?.daysOff).toEqual(['2026-04-03', '2026-04-06']);
  const last = clock.ticks.at(-1)?.at ?? '';
  expect(clock.counted?.until).toBe(last.slice(0, 10));
  const later: Calendar = { ...calendar, holidays: ['2026-04-02', '2026-04-07', '2026-05-14'] };
  for (const now of ['2026-04-08T07:00:00.000Z', last]) {
    expect(usedMinutes(clock, now, later)).toBe(usedMinutes(clock, now, calendar));
  }
  const after = '2026-05-15T15:00:00.000Z';
  expect(usedMinutes(clock, after, calendar) - usedMinutes(clock, after, later)).toBe(480);
  const { counted: _, ...old } = clock;
  expect(usedMinutes(old, '2026-04-08T07:00:00.000Z', later)).toBe(2 * 480);
});
