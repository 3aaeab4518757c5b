import { dayAfter } from '../day-after.ts';

/** So long an incomplete claim can be completed, with the instant of its first arrival (decisions: "Clocks"). */
export const REOPEN_DAYS = 30;

/** Last day on which a claim that was closed as incomplete keeps its first arrival. @param closedAt UTC instant */
export const reopenUntil = (closedAt: string): string => dayAfter(closedAt.slice(0, 10), REOPEN_DAYS);
