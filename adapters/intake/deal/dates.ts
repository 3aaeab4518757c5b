import { DateTime } from 'luxon';
import type { DealProblem } from '../../../domain/deal/canonical-deal.ts';
import { MONTH_NUMBER } from '../../../domain/reading/calendar-words.ts';
import { foldWord } from '../../../domain/reading/plain.ts';
import { type DateOrder, statedDay } from '../../../domain/reading/stated-date.ts';
import { type FieldFault, type Findings, given } from '../findings.ts';

/** A sender's clock may be this far ahead, as for signatures. */
const AHEAD_MINUTES = 5;

/** A date-only field; the time of an instant is dropped. What can be two days is refused with both, unless the file or the source tells. The past is let in for a person to look at. */
export function readCloseDate(
  stated: string | null | undefined,
  now: Date,
  { faults, problems }: Findings<DealProblem>,
  order: DateOrder | null = null,
): string | null {
  const text = given(stated);
  if (text === null) return null;
  if (isMonthAndTwoDigits(text)) {
    faults.push(MONTH_AND_DIGITS);
    return null;
  }
  const read = text.length <= LONGEST_INSTANT ? statedDay(text, order) : null;
  if (read && 'either' in read) {
    const [first, second] = read.either;
    faults.push({
      code: 'date_ambiguous',
      title: `The expected close date can be read as ${first} and as ${second}.`,
      field: 'expected_close_date',
      fix: `Write ${first} or ${second}.`,
    });
    return null;
  }
  const written = read?.day ?? text;
  const date = DateTime.fromISO(
    /^(\d{4}-\d{2}-\d{2})(T[\d:.]*(Z|[+-]\d\d:?\d\d)?)?$/.exec(written)?.[1] ?? '',
  );
  if (!date.isValid || date.year < 2000 || date.year > 2100) {
    faults.push({
      code: 'date_malformed',
      title: 'The expected close date is no date of the calendar between 2000 and 2100.',
      field: 'expected_close_date',
      fix: 'Write the date as YYYY-MM-DD.',
    });
    return null;
  }
  const day = date.toISODate();
  // Compared with the earliest "today" on earth, so that a date is never past where the partner sits.
  if (day < (DateTime.fromJSDate(now, { zone: 'UTC-12' }).toISODate() as string))
    problems.push({
      code: 'close_date_past',
      field: 'expected_close_date',
      title: 'The expected close date has passed.',
    });
  return day;
}

/** `Mar-27`: how a spreadsheet shows a month of 2027, and how people write a day of March. */
function isMonthAndTwoDigits(text: string): boolean {
  const [, month = ''] = /^(\p{L}{3,10})\.?[- /]\d{2}$/u.exec(text) ?? [];
  return MONTH_NUMBER.has(foldWord(month));
}

const MONTH_AND_DIGITS: FieldFault = {
  code: 'date_ambiguous',
  title: 'The expected close date can be read as a month with its year and as a month with its day.',
  field: 'expected_close_date',
  fix: 'Write the date as YYYY-MM-DD.',
};

/** With a fraction of a second and a zone. */
const LONGEST_INSTANT = 60;

/**
 * The instant of submission, UTC. It decides who was first, so it cannot lie in the future: then the arrival counts and a
 * person looks. Without one the arrival counts.
 */
export function readSubmittedAt(
  stated: string | null | undefined,
  now: Date,
  { faults, problems }: Findings<DealProblem>,
): string {
  const text = given(stated);
  if (text === null) return now.toISOString();
  const zoned = text.length <= LONGEST_INSTANT && /T[^T]*(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const at = DateTime.fromISO(zoned ? text : '', { zone: 'utc' });
  if (!at.isValid || at.year < 2000) {
    faults.push({
      code: 'timestamp_malformed',
      title: 'The submission timestamp is no instant.',
      field: 'submission_timestamp',
      fix: 'Write it as 2026-11-20T10:05:00Z, with its zone.',
    });
    return now.toISOString();
  }
  if (at.diff(DateTime.fromJSDate(now), 'minutes').minutes <= AHEAD_MINUTES)
    return at.toJSDate().toISOString();
  problems.push({
    code: 'submission_in_future',
    field: 'submission_timestamp',
    title: 'The submission timestamp lay in the future; the arrival counts.',
  });
  return now.toISOString();
}
