import { type CallDay, callDays } from '../../adapters/store/call-days.ts';
import { BACKGROUND_SHARE, type CallUse, tightest } from '../../domain/call-quota.ts';
import type { Session } from '../session.ts';
import { type Check, failed, ok, soon } from './check.ts';

/** How much of each vendor's day is used, where a number of calls is allowed or told. */
export async function checkCalls(session: Session, now: Date): Promise<Check[]> {
  const days = await session.db((tx) => callDays(tx, now.toISOString().slice(0, 10)));
  return days.flatMap(callsCheck);
}

const LESS = 'raise mirrorEveryMinutes in the settings of its port';

/** Nothing for a vendor of which no number is known. */
export function callsCheck({ vendor, own, told }: CallDay): Check[] {
  const use = tightest([own, told]);
  if (!use) return [];
  const name = `calls of ${vendor}`;
  const found = `${callsText(use)} ${use.per ? 'this hour' : 'today'}, ${use === told ? 'as the vendor says' : 'of those that we allow ourselves'}`;
  if (use.used >= use.of)
    return [
      failed(
        name,
        `${found}; cases wait for it`,
        use === told
          ? `Ask the vendor for more calls, or ${LESS}.`
          : `Raise requestsPerDay in the settings of its port, or ${LESS}.`,
      ),
    ];
  if (use.used >= use.of * BACKGROUND_SHARE)
    return [
      soon(
        name,
        `${found}; mirrors and polls wait for the next ${use.per ?? 'day'}`,
        `Ask for more, or ${LESS}.`,
      ),
    ];
  return [ok(name, found)];
}

/** `18,211 of 100,000 (18 %)` */
export function callsText({ used, of }: CallUse): string {
  const share = Math.floor((100 * used) / of);
  return `${used.toLocaleString('en')} of ${of.toLocaleString('en')} (${share} %)`;
}
