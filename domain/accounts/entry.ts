import { DateTime } from 'luxon';
import type { AccrualLine } from '../incentives/accruals.ts';

/** On whose statement a line stands, for which person, and from when on it may be paid. */
export interface EntryTerms {
  /** The partner who is paid, or whose person is. */
  creditor: string;
  /** Token of the person who is paid; null: the creditor is. */
  person: string | null;
  /** Day in the program's zone. */
  bookedOn: string;
  /** First day on which it may be paid; null for what is taken back, and for holds. */
  heldUntil: string | null;
}

/** @param bookedOn day in the program's zone */
export function termsOf(
  { kind, payee, toPerson, partner, minor, holdDays }: AccrualLine,
  bookedOn: string,
): EntryTerms {
  const after = DateTime.fromISO(bookedOn, { zone: 'utc' }).plus({ days: holdDays });
  return {
    creditor: toPerson ? partner : payee,
    person: toPerson ? payee : null,
    bookedOn,
    heldUntil: minor < 0n || kind === 'hold' || kind === 'release' ? null : after.toFormat('yyyy-MM-dd'),
  };
}
