import type { RegistrationStatus } from './registration.ts';

const DAY = 86_400_000;

/** Decisions, "Deal registration": the partner is told so many days before the protection of an approved deal ends. */
export const PROTECTION_NOTICE_DAYS = [30, 7, 0] as const;

/** Milliseconds from `now` until that notice is due; negative when it is past. @param protectedUntil UTC instant, ISO 8601 */
export function untilProtectionNotice(protectedUntil: string, daysLeft: number, now: number): number {
  return Date.parse(protectedUntil) - daysLeft * DAY - now;
}

/** When the first of those notices is due. @param protectedUntil UTC instant, ISO 8601; the answer is one too */
export function firstNoticeAt(protectedUntil: string): string {
  return new Date(Date.parse(protectedUntil) - PROTECTION_NOTICE_DAYS[0] * DAY).toISOString();
}

/** Decisions, "Deal registration": one extension of so many days, by a manager, once the opportunity's stage has moved. */
export const EXTENSION_DAYS = 90;

/** What has to be known to extend a protection. Instants are UTC, ISO 8601. */
export interface Extendable {
  status: RegistrationStatus;
  protectedUntil: string | null;
  /** When it was extended before. */
  extendedAt: string | null;
  /** Of the open opportunity in the CRM; null when there is none any more. */
  stage: string | null;
  /** In which our writes begin; null when the CRM keeps none. */
  openingStage: string | null;
}

/** Until when an extension protects. @param protectedUntil UTC instant; the answer is one too */
export function extendedUntil(protectedUntil: string): string {
  return new Date(Date.parse(protectedUntil) + EXTENSION_DAYS * DAY).toISOString();
}

/** Until when it protected before. @param until UTC instant; the answer is one too */
export function endBeforeExtension(until: string): string {
  return new Date(Date.parse(until) - EXTENSION_DAYS * DAY).toISOString();
}

/** Why a protection cannot be extended, in one sentence that names what would help; null when it can. */
export function objectionToExtension(one: Extendable, now: string): string | null {
  const { status, protectedUntil, extendedAt, stage, openingStage } = one;
  if (status !== 'Approved' || protectedUntil === null || protectedUntil <= now)
    return `There is no protection to extend: the registration is ${status}`;
  if (extendedAt !== null)
    return `It was extended on ${extendedAt.slice(0, 10)} already; a protection can be extended once`;
  if (stage === null)
    return 'The CRM shows no open opportunity of it; a protection is extended for one that is worked on';
  if (stage === openingStage)
    return `Its opportunity is still in "${stage}", the stage in which it began; a protection is extended once the stage in the CRM has moved`;
  return null;
}
