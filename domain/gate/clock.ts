import { DateTime } from 'luxon';
import { dayTime } from '../local-time.ts';
import {
  addBusinessMinutes,
  businessMinutesBetween,
  type Calendar,
  daysOffBetween,
} from './business-hours.ts';

/** The clocks of a gate (decisions: "Clocks"). No tick ever decides: time only reminds, escalates and shows. */
export type TickKind =
  | 'remind'
  /** to the assignee's manager */
  | 'escalate'
  /** to Partner Ops */
  | 'escalate_ops'
  | 'sla_expired'
  /** every business day after `sla_expired` */
  | 'escalate_daily'
  | 'remind_partner'
  /** The partner did not answer: the case becomes Incomplete. */
  | 'partner_silent';

export interface Tick {
  kind: TickKind;
  /** Working minutes after the clock's start. */
  after: number;
  /** UTC instant, ISO 8601. */
  at: string;
}

/** One running clock. It stands while the partner is asked and goes on with what was left. */
export interface GateClock {
  /** Minutes allowed for the first decision. */
  allowed: number;
  /** Minutes already used before `runningSince`. */
  used: number;
  runningSince: string;
  /** When `allowed` is over. */
  dueAt: string;
  /** `Mon 20 Jul 16:00 CEST`, on the wall of whoever has to act. */
  dueText: string;
  /** What is still to come, in order. */
  ticks: Tick[];
  /**
   * The weekdays off that were counted, up to this date: what a day was is not changed by a later calendar. Clocks of
   * releases up to 0.2 have none.
   */
  counted?: { until: string; daysOff: string[] };
}

/** policy/sla.yaml, the part about clocks. */
export interface SlaPolicy {
  /** First decision within so many business hours, by clock name: `deal`, `high_value`, `conflict` … */
  hours: Record<string, number>;
  /** Shares of the allowed time at which the assignee is reminded. */
  remindAt: number[];
  escalateToManagerAt: number;
  escalateToOpsAt: number;
  expireAfterDays: number;
  /** In the last so many calendar days of a quarter the hours are halved. */
  quarterEndDays: number;
  partner: { days: number; remindOnDays: number[]; reopenWithinDays: number };
}

/**
 * Minutes allowed for a first decision: the shortest of the clocks that apply, halved at a quarter's end.
 * @throws RangeError when no clock is named or one is not in the policy
 */
export function allowedMinutes(
  names: readonly string[],
  openedAt: string,
  sla: SlaPolicy,
  zone: string,
): number {
  const hours = names.map((name) => {
    const found = sla.hours[name];
    if (found === undefined) throw new RangeError(`no clock "${name}" in policy/sla.yaml under hours`);
    return found;
  });
  if (hours.length === 0) throw new RangeError('a gate needs at least one clock of policy/sla.yaml');
  const local = DateTime.fromISO(openedAt, { zone });
  const daysLeft = local.endOf('quarter').startOf('day').diff(local.startOf('day'), 'days').days;
  const factor = Math.round(daysLeft) < sla.quarterEndDays ? 0.5 : 1;
  return Math.min(...hours) * 60 * factor;
}

/** Starts a reviewer's clock, or resumes it: `used` minutes are already gone and their ticks are not repeated. */
export function reviewClock(args: {
  allowed: number;
  used: number;
  now: string;
  sla: SlaPolicy;
  calendar: Calendar;
}): GateClock {
  const { allowed, sla, calendar } = args;
  const marks: Array<[TickKind, number]> = [
    ...sla.remindAt.map((share): [TickKind, number] => ['remind', share * allowed]),
    ['escalate', sla.escalateToManagerAt * allowed],
    ['escalate_ops', sla.escalateToOpsAt * allowed],
    ['sla_expired', sla.expireAfterDays * minutesPerDay(calendar)],
  ];
  return clockOf(marks, args);
}

/** Starts the partner's clock: ten business days, reminders on days three and seven, then Incomplete. */
export function partnerClock(args: { now: string; sla: SlaPolicy; calendar: Calendar }): GateClock {
  const day = minutesPerDay(args.calendar);
  const { days, remindOnDays } = args.sla.partner;
  const marks: Array<[TickKind, number]> = [
    ...remindOnDays.map((on): [TickKind, number] => ['remind_partner', on * day]),
    ['partner_silent', days * day],
  ];
  return clockOf(marks, { allowed: days * day, used: 0, now: args.now, calendar: args.calendar });
}

/** Working minutes used by now, for the pause. A day that the clock has counted is what it was then. */
export function usedMinutes(clock: GateClock, now: string, calendar: Calendar): number {
  const { counted } = clock;
  const holidays = {
    includes: (day: string) =>
      (counted && day <= counted.until ? counted.daysOff : calendar.holidays).includes(day),
  };
  return clock.used + businessMinutesBetween(clock.runningSince, now, { ...calendar, holidays });
}

/** The next daily escalation after `sla_expired` or after another one. */
export function nextDaily(tick: Tick, calendar: Calendar): Tick {
  const day = minutesPerDay(calendar);
  return {
    kind: 'escalate_daily',
    after: tick.after + day,
    at: addBusinessMinutes(tick.at, day, calendar),
  };
}

function clockOf(
  marks: Array<[TickKind, number]>,
  args: { allowed: number; used: number; now: string; calendar: Calendar },
): GateClock {
  const at = (after: number) => addBusinessMinutes(args.now, Math.max(0, after - args.used), args.calendar);
  const dueAt = at(args.allowed);
  const ticks = marks
    .filter(([, after]) => after > args.used)
    .sort(([, a], [, b]) => a - b)
    .map(([kind, after]) => ({ kind, after, at: at(after) }));
  return {
    allowed: args.allowed,
    used: args.used,
    runningSince: args.now,
    dueAt,
    dueText: dayTime(dueAt, args.calendar.zone),
    ticks,
    counted: daysOffBetween(args.now, ticks.at(-1)?.at ?? dueAt, args.calendar),
  };
}

function minutesPerDay(calendar: Calendar): number {
  return (calendar.closes - calendar.opens) * 60;
}
