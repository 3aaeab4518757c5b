import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { EffectActivities, EffectRequest, Landed } from '../../activities/effects.ts';
import { failureType, mayRetry, pauseAfter } from './failure-type.ts';
import { local, notify, write } from './profiles.ts';

type Asked = Omit<EffectRequest, 'timeoutMs' | 'leaseMs' | 'mayWait'>;

/** HTTP time-out < lease < start-to-close of the profile, so that a lease outlives the request that it covers. */
const QUICK = { timeoutMs: 1_000, leaseMs: 1_500, mayWait: false };
const PATIENT = { timeoutMs: 20_000, leaseMs: 25_000, mayWait: true };

const quickly = proxyLocalActivities<EffectActivities>(local);
const patiently = proxyActivities<EffectActivities>(write);
const notices = proxyActivities<EffectActivities>(notify);

/** A quick vendor is written to inside the workflow task; anything else goes on as a regular activity, with the same key. */
export async function writeOnce(asked: Asked): Promise<Landed> {
  try {
    return await quickly.performEffect({ ...asked, ...QUICK });
  } catch (error) {
    if (!mayRetry(failureType(error))) throw error;
    await pauseAfter(error);
  }
  return patiently.performEffect({ ...asked, ...PATIENT });
}

/** A mail server takes its seconds, and a mail given up after one second would be in doubt: never inside the workflow task. */
export function notifyOnce(asked: Asked): Promise<Landed> {
  return notices.performEffect({ ...asked, ...PATIENT });
}
