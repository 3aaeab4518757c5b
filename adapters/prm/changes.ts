import type { ChangeMark } from '../ports/changes.ts';
import type { PrmDeal } from '../ports/prm.ts';

/** What changed after the mark, oldest change first and by id within an instant; what has no instant comes every time, first. */
export function afterMark(since: ChangeMark | null, deals: readonly PrmDeal[]): PrmDeal[] {
  return deals
    .filter((deal) => since === null || deal.modifiedAt === null || order(changeMarkOf(deal), since) > 0)
    .sort((a, b) => order(changeMarkOf(a), changeMarkOf(b)));
}

/** The mark that a registration leaves when it was the last one read. */
export function changeMarkOf({ modifiedAt, id }: PrmDeal): ChangeMark {
  return { modifiedAt: modifiedAt ?? '', id };
}

function order(a: ChangeMark, b: ChangeMark): number {
  if (a.modifiedAt !== b.modifiedAt) return a.modifiedAt < b.modifiedAt ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}
