import {
  type CaseDeadlines,
  type CaseStanding,
  caseDeadlinesOf,
  decidedBy,
  type Why,
  whyCase,
} from '../why.ts';
import type { ClosureReason, RegistrationStatus } from './registration.ts';

/** Everything that is asked of a registration to say where it stands and why. Instants are UTC, ISO 8601. */
export interface DealStanding extends CaseStanding {
  registration: {
    status: RegistrationStatus;
    closureReason: ClosureReason | null;
    protectedUntil: string | null;
  } | null;
  /** Null while the time is over, or there is nothing to appeal, to complete or to extend. */
  appealUntil: string | null;
  reopenUntil: string | null;
  extendable: boolean;
  /** The appeal against it, and the case that it is an appeal of. */
  appealedBy: string | null;
  appealOf: string | null;
}

export interface DealDeadlines extends CaseDeadlines {
  appealUntil: string | null;
  reopenUntil: string | null;
  protectedUntil: string | null;
}

/** Standing, reasons, what is missing, the corrective step and the deadlines. @param step what the partner can do, by closure reason */
export function whyDeal(one: DealStanding, step: Record<ClosureReason, string>): Why<DealDeadlines> {
  const why = whyCase(one);
  return {
    ...why,
    standing: expired(one)
      ? `It was approved ${decidedBy(one.decided)}; its protection has expired.`
      : why.standing,
    steps: [...why.steps, ...stepsOf(one, step)],
    deadlines: dealDeadlinesOf(one),
  };
}

function expired({ status, outcome, registration }: DealStanding): boolean {
  return status === 'completed' && outcome === 'Approved' && registration?.status === 'Expired';
}

export function dealDeadlinesOf({
  gate,
  registration,
  appealUntil,
  reopenUntil,
}: DealStanding): DealDeadlines {
  return {
    ...caseDeadlinesOf(gate),
    appealUntil,
    reopenUntil,
    protectedUntil: registration?.status === 'Approved' ? registration.protectedUntil : null,
  };
}

function stepsOf(one: DealStanding, step: Record<ClosureReason, string>): string[] {
  const { case: id, status, registration, appealUntil, reopenUntil, appealedBy, appealOf } = one;
  const closure = registration?.closureReason;
  return [
    ...(status === 'waiting_for_partner'
      ? [
          `The partner answers by e-mail or in the PRM; an answer that you have: quarterdeck deals answer ${id}`,
        ]
      : []),
    ...(status === 'completed' && closure ? [`What the partner can do: ${step[closure]}`] : []),
    ...(appealUntil ? [`Appeal it once: quarterdeck deals appeal ${id} --reason "…"`] : []),
    ...(reopenUntil ? [`Complete it and keep its place: quarterdeck cases submit FILE`] : []),
    ...(one.extendable ? [`Extend its protection once: quarterdeck deals extend ${id} --reason "…"`] : []),
    ...(appealedBy ? [`It was appealed: quarterdeck cases why ${appealedBy}`] : []),
    ...(appealOf ? [`It is the appeal of ${appealOf}`] : []),
  ];
}
