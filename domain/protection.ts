const DAY = 86_400_000;

/** Decisions, "Deal registration": the partner is told so many days before the protection of an approved deal ends. */
export const PROTECTION_NOTICE_DAYS = [30, 7, 0] as const;

/** Milliseconds from `now` until that notice is due; negative when it is past. @param protectedUntil UTC instant, ISO 8601 */
export function untilProtectionNotice(protectedUntil: string, daysLeft: number, now: number): number {
  return Date.parse(protectedUntil) - daysLeft * DAY - now;
}
