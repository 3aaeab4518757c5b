import type { PartnerAgreement } from '../ports/prm.ts';

/** An agreement as a PRM keeps it, of which a midnight is a day; null where number or first day are missing, or a day is none. */
export function partnerAgreement(
  number: string | null,
  from: string | null,
  to: string | null,
): PartnerAgreement | null {
  const [first, last] = [dayIn(from), dayIn(to)];
  if (!number || first === null || (to && last === null)) return null;
  return { number, from: first, to: last };
}

function dayIn(text: string | null): string | null {
  return /^(\d{4}-\d{2}-\d{2})(?:T00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?$/.exec(text ?? '')?.[1] ?? null;
}
