import type { PartnerAgreement } from '../ports/prm.ts';
import { dayOf } from './day-of.ts';

/** An agreement as a PRM keeps it, of which a midnight is a day; null where number or first day are missing, or a day is none. */
export function partnerAgreement(
  number: string | null,
  from: string | null,
  to: string | null,
): PartnerAgreement | null {
  const [first, last] = [dayOf(from), dayOf(to)];
  if (!number || first === null || (to && last === null)) return null;
  return { number, from: first, to: last };
}
