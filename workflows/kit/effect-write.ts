import { ApplicationFailure, patched, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { EffectActivities, EffectRequest, Landed } from '../../activities/ledger/effects.ts';
import { failureType, mayRetry, pauseAfter } from './failure-type.ts';
import { local, localNotice, localTogether, notify, write } from './profiles.ts';

type Asked = Omit<EffectRequest, 'timeoutMs' | 'leaseMs' | 'mayWait'>;

/** HTTP time-out < lease < start-to-close of the profile, so that a lease outlives the request that it covers. */
const QUICK = { timeoutMs: 1_000, leaseMs: 1_500, mayWait: false };
/** Of a regular activity. */
export const PATIENT = { timeoutMs: 20_000, leaseMs: 25_000, mayWait: true };
/** A mail given up after one second would be in doubt; a server that does not even greet is given up sooner (adapters/notify). */
const QUICK_NOTICE = { ...PATIENT, mayWait: false };

const quickly = proxyLocalActivities<EffectActivities>(local);
const together = proxyLocalActivities<EffectActivities>(localTogether);
const quickNotices = proxyLocalActivities<EffectActivities>(localNotice);
const patiently = proxyActivities<EffectActivities>(write);
const notices = proxyActivities<EffectActivities>(notify);

/**
 * A quick vendor is written to inside the workflow task; anything else goes on as a regular activity, with the same key.
 * @param failed with what the quick attempt has failed already, as one of several.
 */
export function writeOnce(asked: Asked, failed?: ApplicationFailure): Promise<Landed> {
  return quickFirst(
    async () => {
      if (failed) throw failed;
      return await quickly.performEffect({ ...asked, ...QUICK });
    },
    () => patiently.performEffect({ ...asked, ...PATIENT }),
  );
}

/**
 * The same for a notice, which is at most once: a mail that is given up early is in doubt. A mail server may take half a minute, and
 * inside the workflow task it would hold up every decision of this case and, with enough of them, of all others.
 */
export function notifyOnce(asked: Asked): Promise<Landed> {
  if (patched('notice-regular')) return notices.performEffect({ ...asked, ...PATIENT });
  return quickFirst(
    () => quickNotices.performEffect({ ...asked, ...QUICK_NOTICE }),
    () => notices.performEffect({ ...asked, ...PATIENT }),
  );
}

async function quickFirst<T>(quick: () => Promise<T>, patient: () => Promise<T>): Promise<T> {
  try {
    return await quick();
  } catch (error) {
    if (!mayRetry(failureType(error))) throw error;
    await pauseAfter(error);
  }
  return patient();
}

/** Several quick writes in one local activity. Answers those that have landed, and with what the next one failed. */
export async function writeTogether(
  asked: readonly Asked[],
): Promise<{ landed: Landed[]; failed?: ApplicationFailure }> {
  try {
    return { landed: await together.performEffects(asked.map((each) => ({ ...each, ...QUICK }))) };
  } catch (error) {
    if (failureType(error) === null) throw error;
    const [, told] = (error instanceof ApplicationFailure ? (error.details ?? []) : []) as [
      unknown,
      { landed: Landed[] }?,
    ];
    // The time was up, or something unforeseen: the ledger knows how far it came, and says so when asked for each.
    return told ? { landed: told.landed, failed: error as ApplicationFailure } : { landed: [] };
  }
}
