import { createHash } from 'node:crypto';
import { type Budget, tokenBucket } from './budget.ts';
import { type CallDays, type DayQuota, dayQuota } from './day-quota.ts';

/** What the settings of a vendor say of its limits (`httpSettings`). */
export interface Limits {
  requestsPerSecond: number;
  /** Most at once after a quiet time; default one second's worth. */
  burst?: number | undefined;
  /** In the units of the vendor's tariff; absent: no limit of our own. */
  requestsPerDay?: number | undefined;
}

/** What one account of a vendor may be asked, by all adapters that use it. */
export interface AccountBudget extends Budget {
  /** See DayQuota. */
  told: DayQuota['told'];
  /** What a call has cost beyond what was taken for it, as its answer shows: it counts for the day. */
  count: DayQuota['count'];
  /** For requests that have a pace of their own, such as searches; they count for the same day. */
  paced(perSecond: number): Budget;
}

/** The budgets of a process: adapters that use the same account of a vendor share one. */
export interface AccountBudgets {
  /**
   * @param account what tells this account from another one of the vendor: its address, or its key. Only a hash of it is kept.
   * @param limits where adapters of one account are set differently, the least holds for all of them
   */
  of(vendor: string, account: string, limits: Limits): AccountBudget;
}

/** @param days where the processes of an installation count together; null: each counts its own */
export function accountBudgets(days: CallDays | null = null): AccountBudgets {
  const known = new Map<string, ReturnType<typeof accountBudget>>();
  return {
    of(vendor, account, limits) {
      const key = createHash('sha256').update(`${vendor}\n${account}`).digest('hex').slice(0, 32);
      const shared = known.get(key) ?? accountBudget(vendor, key, days);
      known.set(key, shared);
      shared.tighten(limits);
      return shared.budget;
    },
  };
}

function accountBudget(vendor: string, account: string, days: CallDays | null) {
  let held = { perSecond: Number.POSITIVE_INFINITY, burst: Number.POSITIVE_INFINITY };
  let perDay: number | null = null;
  let bucket: Budget;
  const day = dayQuota({ account, vendor }, () => perDay, days);
  const counted = (pace: () => Budget): Budget => ({
    async take(call, units = 1) {
      await day.admit(call);
      await pace().take(call, units);
      day.count(units);
    },
  });
  const budget: AccountBudget = {
    ...counted(() => bucket),
    told: day.told,
    count: day.count,
    paced(perSecond) {
      const own = tokenBucket(vendor, perSecond, Math.max(1, perSecond));
      return counted(() => own);
    },
  };
  return {
    budget,
    tighten({ requestsPerSecond, burst, requestsPerDay }: Limits): void {
      held = {
        perSecond: Math.min(held.perSecond, requestsPerSecond),
        burst: Math.min(held.burst, burst ?? Math.max(1, requestsPerSecond)),
      };
      bucket = tokenBucket(vendor, held.perSecond, held.burst);
      if (requestsPerDay !== undefined)
        perDay = perDay === null ? requestsPerDay : Math.min(perDay, requestsPerDay);
    },
  };
}
