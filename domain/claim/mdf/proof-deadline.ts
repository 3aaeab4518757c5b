import { dayAfter } from '../../day-after.ts';
import type { IncentiveProgram } from '../../incentives/program.ts';

/** The last day on which proof of an activity is taken. An extension is granted once and counts from the end of the first time. */
export function proofDeadline(
  { submit }: Pick<IncentiveProgram, 'submit'>,
  activityOn: string,
  extended: boolean,
): string {
  return dayAfter(activityOn, submit.withinDays + (extended ? submit.extensionDays : 0));
}

/** Whether an extension may be granted on a day: the program has one, it was not granted before, and it would not be over already. */
export function mayExtend(
  program: Pick<IncentiveProgram, 'submit'>,
  activityOn: string,
  { extended, on }: { extended: boolean; on: string },
): boolean {
  return !extended && program.submit.extensionDays > 0 && on <= proofDeadline(program, activityOn, true);
}
