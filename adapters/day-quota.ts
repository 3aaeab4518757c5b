import { type CallUse, mayCall } from '../domain/call-quota.ts';
import { type Call, VendorFault } from './ports/call.ts';

/** The calls of one account on one day, as all processes count them together. */
export interface CallDays {
  /** Adds units and notes what the vendor says. Answers how many units all processes have used that day. */
  add(noted: NotedCalls): Promise<number>;
}

export interface NotedCalls {
  /** Names the account; a hash, because it may be told apart by its key only. */
  account: string;
  vendor: string;
  /** UTC: `2026-11-28` */
  day: string;
  units: number;
  /** Units a day that we allow ourselves; null: no limit of our own. */
  allowed: number | null;
  /** What the vendor last said of the whole account, other integrations' calls among them; null: nothing. */
  told: CallUse | null;
}

export interface DayQuota {
  /** @throws VendorFault `budget`, code CALLS_SPENT, when the day or the hour has too few calls left for this one */
  admit(call: Call): Promise<void>;
  /** Of a call that is made. */
  count(units: number): void;
  /**
   * What the vendor says of its day, or its hour.
   * @param forMs milliseconds until it begins anew; default: as long as it is believed
   */
  told(use: CallUse, forMs?: number): void;
}

/** So long what a vendor said is believed: without a call it would never be said anew. */
const BELIEVED_MS = 15 * 60_000;
/** So often the count is shared with the other processes, or after a thousandth of the day's calls. */
const SHARED_EVERY_MS = 10_000;
const SHARED_SHARE = 1_000;

/**
 * Counts the calls of an account and refuses those that the day has no room for, first the ones that nobody waits for. A database
 * that is away hinders no call: what could not be noted is noted later.
 * @param allowed units a day; null: only what the vendor says counts
 */
export function dayQuota(
  { account, vendor }: Pick<NotedCalls, 'account' | 'vendor'>,
  allowed: () => number | null,
  days: CallDays | null,
  now: () => number = Date.now,
): DayQuota {
  let day = dayOf(now());
  /** Of all processes, as far as it was shared; undefined: this day was never asked for. */
  let shared: number | undefined;
  let ours = 0;
  let said: { use: CallUse; until: number } | null = null;
  let sharing: Promise<void> | null = null;
  let sharedAt = Number.NEGATIVE_INFINITY;

  function share(): Promise<void> {
    sharing ??= (async () => {
      const [of, units] = [day, ours];
      sharedAt = now();
      try {
        const told = said?.use ?? null;
        const noted = { account, vendor, day: of, units, allowed: allowed(), told };
        const total = (await days?.add(noted)) ?? 0;
        if (day !== of) return;
        shared = total;
        if (days) ours -= units;
      } catch {
        // Noted the next time.
      } finally {
        sharing = null;
      }
    })();
    return sharing;
  }

  return {
    async admit(call) {
      if (day !== dayOf(now())) {
        day = dayOf(now());
        shared = undefined;
        ours = 0;
      }
      const most = allowed();
      if (most !== null && shared === undefined && days) await share();
      const background = call.background === true;
      const own = most === null ? null : { used: (shared ?? 0) + ours, of: most };
      if (own && !mayCall(own, background)) throw spent(vendor, own, background, now());
      const believed = said && now() < said.until ? said.use : null;
      // The last calls of the vendor's own count are the vendor's to refuse: it alone knows when it has some again.
      if (believed && background && !mayCall(believed, true)) throw spent(vendor, believed, true, now());
    },
    count(units) {
      ours += units;
      const most = allowed();
      const counted = most !== null || said !== null;
      const due = now() - sharedAt >= SHARED_EVERY_MS || (most !== null && ours * SHARED_SHARE >= most);
      if (counted && due && days) void share();
    },
    told(use, forMs = BELIEVED_MS) {
      said = { use, until: now() + Math.min(forMs, BELIEVED_MS) };
    },
  };
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

function spent(vendor: string, { used, of, per }: CallUse, background: boolean, at: number): VendorFault {
  const figures = `${used.toLocaleString('en')} of the ${of.toLocaleString('en')} calls of the ${per ?? 'day'} are used`;
  const then = background
    ? 'what is left is kept for decisions and writes'
    : 'raise requestsPerDay in its settings, or wait until 00:00 UTC';
  const tomorrow = 86_400_000 - (at % 86_400_000);
  return new VendorFault({
    vendor,
    kind: 'budget',
    code: CALLS_SPENT,
    message: `${figures}; ${then}`,
    retryAfterMs: Math.min(tomorrow, BELIEVED_MS),
    certainlyNotLanded: true,
  });
}

const CALLS_SPENT = 'CALLS_SPENT';

/** Whether a call was refused because the day, or the hour, has no room for one like it. */
export const areCallsSpent = (error: unknown) => error instanceof VendorFault && error.code === CALLS_SPENT;
