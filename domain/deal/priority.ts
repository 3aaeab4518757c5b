import type { DealSubmission } from './registration.ts';

/**
 * Which instant counts for "first wins" when a registration is amended or reopened (decisions, "Deal registration" and
 * "Clocks"): the first submission's, as long as it is about the same customer and was completed in time; else its own.
 * @param before the submission that it follows @param inTime false: reopened after its time was over
 * @returns UTC instant, ISO 8601
 */
export function priorityInstant(
  next: DealSubmission,
  before: Pick<DealSubmission, 'customer_name' | 'submission_timestamp'>,
  { inTime, now }: { inTime: boolean; now: string },
): string {
  // The PRM repeats the instant at which the record was made: that place was lost.
  if (!inTime)
    return next.submission_timestamp > before.submission_timestamp ? next.submission_timestamp : now;
  return sameCustomer(next.customer_name, before.customer_name)
    ? earlier(next.submission_timestamp, before.submission_timestamp)
    : next.submission_timestamp;
}

/** A place that was taken for one customer is not kept for another; one that was not named yet may still be named. */
function sameCustomer(next: string | null, before: string | null): boolean {
  return before === null || plain(next ?? '') === plain(before);
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function earlier(one: string, other: string): string {
  return Date.parse(one) <= Date.parse(other) ? one : other;
}
