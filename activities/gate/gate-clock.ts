import type { Person } from '../../domain/gate/authority.ts';
import { allowedMinutes, partnerClock, reviewClock, usedMinutes } from '../../domain/gate/clock.ts';
import { type Gate, pausedForPartner } from '../../domain/gate/gate.ts';
import type { GatePolicy } from './gate-deps.ts';
import { reviewerCalendar } from './gate-people.ts';

/** Whose working hours count. */
type Staff = { people: Record<string, Person> };
type Clocked = Pick<Gate, 'assignee' | 'facts' | 'clocks'>;

/** The reviewer's clock of a gate from `now` on, of which `used` minutes are gone. */
export function startClock(gate: Clocked, used: number, now: string, authority: Staff, policy: GatePolicy) {
  const calendar = calendarOfGate(gate, authority, policy);
  const allowed = allowedMinutes(gate.clocks, now, policy.sla, calendar.zone);
  return reviewClock({ allowed, used, now, sla: policy.sla, calendar });
}

/** Minutes that reviewers have used until `now`; none while the partner is asked. */
export function usedUntil(gate: Gate, now: string, authority: Staff, policy: GatePolicy): number {
  return gate.partner
    ? gate.clock.used
    : usedMinutes(gate.clock, now, calendarOfGate(gate, authority, policy));
}

/** The partner is asked from `at` on: their clock runs, the reviewer's stands. */
export function pauseForPartner(
  gate: Gate,
  questions: string[],
  askedBy: string | null,
  at: string,
  authority: Staff,
  policy: GatePolicy,
): Gate {
  const clock = partnerClock({ now: at, sla: policy.sla, calendar: calendarOfGate(gate, authority, policy) });
  return pausedForPartner(
    gate,
    { questions, askedBy, askedAt: at, clock },
    usedUntil(gate, at, authority, policy),
  );
}

/** Another person has it: what is left of the allowed time runs on in their working hours. */
export function reclock(before: Gate, gate: Gate, at: string, authority: Staff, policy: GatePolicy): Gate {
  const used = usedUntil(before, at, authority, policy);
  const calendar = calendarOfGate(gate, authority, policy);
  const { allowed } = before.clock;
  return { ...gate, clock: reviewClock({ allowed, used, now: at, sla: policy.sla, calendar }) };
}

export function calendarOfGate(
  { assignee, facts }: Pick<Gate, 'assignee' | 'facts'>,
  authority: Staff,
  policy: GatePolicy,
) {
  return reviewerCalendar(assignee === null ? null : authority.people[assignee], facts, policy);
}
