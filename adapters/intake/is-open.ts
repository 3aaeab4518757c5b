import { type CaseStatus, OPEN_STATUSES } from '../../domain/case.ts';

/** Whether a workflow runs that an amendment can reach. */
export function isOpen(status: CaseStatus): boolean {
  return OPEN_STATUSES.some((open) => open === status);
}
