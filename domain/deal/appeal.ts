const DAY = 86_400_000;

/** A rejection may be appealed once within so many days; another person looks (decisions: "one appeal, another reviewer"). */
export const APPEAL_DAYS = 60;
/** Decisions, "Clocks": an incomplete registration may be reopened within so many days, and keeps its priority date. */
export const REOPEN_DAYS = 30;

/** Last instant of the appeal of a rejection. @param rejectedAt UTC instant, ISO 8601; the answer is one too */
export function appealUntil(rejectedAt: string): string {
  return new Date(Date.parse(rejectedAt) + APPEAL_DAYS * DAY).toISOString();
}

/** Last instant at which a registration closed as incomplete can be completed. Instants are UTC, ISO 8601. */
export function reopenUntil(closedAt: string): string {
  return new Date(Date.parse(closedAt) + REOPEN_DAYS * DAY).toISOString();
}

/** What has to be known of a case to say whether it can be appealed. */
export interface Appealable {
  outcome: string | null;
  /** When it was rejected; UTC instant, null when it has not ended. */
  closedAt: string | null;
  /** The appeal that was made against it, if one was. */
  appealedBy: string | null;
  /** It is itself an appeal. */
  isAppeal: boolean;
}

/** Why a case cannot be appealed, in one sentence that names what to do instead; null when it can. @param now UTC instant */
export function objectionToAppeal(one: Appealable, now: string): string | null {
  if (one.outcome !== 'Rejected' || one.closedAt === null)
    return 'Only a rejected registration can be appealed; see: quarterdeck cases why CASE';
  if (one.isAppeal)
    return 'This was the appeal, and there is one only; register it again when something has changed';
  if (one.appealedBy !== null) return `It was appealed already, see ${one.appealedBy}`;
  const until = appealUntil(one.closedAt);
  if (now > until)
    return `The time to appeal ended on ${until.slice(0, 10)}; register it again when something has changed`;
  return null;
}
