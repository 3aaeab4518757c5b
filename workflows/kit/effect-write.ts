import { ApplicationFailure, patched, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { EffectActivities, EffectRequest, Landed } from '../../activities/ledger/effects.ts';
import { failureType, mayRetry } from './failure-type.ts';
import { inTurn } from './in-turn.ts';
import { local, localNotice, localTogether, notify, QUICK_NOTICE_MS, write } from './profiles.ts';
import { quickFirst } from './quick-first.ts';

type Asked = Omit<EffectRequest, 'timeoutMs' | 'leaseMs' | 'mayWait'>;

/**
 * HTTP time-out < lease < start-to-close of the profile, so that a lease outlives one request. A write of several, as one
 * that is read back, may outlast it: whoever asks then looks first, and what is absent counts only once the last request must have settled.
 */
const QUICK = { timeoutMs: 1_000, leaseMs: 1_500, mayWait: false };
/** Of a regular activity. */
export const PATIENT = { timeoutMs: 20_000, leaseMs: 25_000, mayWait: true };
/** A mail that is given up is in doubt: what takes longer than this goes on beside the workflow task. */
const QUICK_NOTICE = { ...PATIENT, mayWait: false, answerWithinMs: QUICK_NOTICE_MS };

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
  const regular = () => patiently.performEffect({ ...asked, ...PATIENT });
  const quick = async () => {
    // Nothing more is tried inside the task; how long to wait after it is part of what it says.
    if (failed) throw failed;
    return await inTurn(() => quickly.performEffect({ ...asked, ...QUICK }));
  };
  return quickFirst(quick, regular, isHopeless);
}

/**
 * A notice beside the case's own steps: always a regular activity. Of two local ones at once the order in which they end is not replayed, and
 * what follows from each could change places. In 0.2.0 it was sent as notifyOnce does.
 */
export function notifyBeside(asked: Asked): Promise<Landed> {
  return patched('notice-regular') ? notices.performEffect({ ...asked, ...PATIENT }) : notifyOnce(asked);
}

/**
 * A notice is at most once. A mail server may take half a minute, and inside the workflow task it would hold up every decision of this
 * case and, with enough of them, of all others: so the task waits for a quick one only.
 * @param failed with what the quick attempt has failed already, after several writes.
 */
export function notifyOnce(asked: Asked, failed?: ApplicationFailure): Promise<Landed> {
  const regular = () => notices.performEffect({ ...asked, ...PATIENT });
  const quick = async () => {
    if (failed) throw failed;
    return await inTurn(() => quickNotices.performEffect({ ...asked, ...QUICK_NOTICE }));
  };
  return quickFirst(quick, regular, isHopeless);
}

/** What a quick write does not try again itself may still land as a regular one: only what the failure is counts. */
const isHopeless = (error: unknown) => !mayRetry(failureType(error));

/**
 * Several quick writes in one local activity, and a notice after them. Answers those that have landed, and with what the next one failed.
 */
export async function writeTogether(
  asked: readonly Asked[],
  notice: Asked | null,
): Promise<{ landed: Landed[]; failed?: ApplicationFailure }> {
  try {
    const quick = [
      ...asked.map((each) => ({ ...each, ...QUICK })),
      ...(notice === null ? [] : [{ ...notice, ...QUICK_NOTICE }]),
    ];
    return { landed: await inTurn(() => together.performEffects(quick)) };
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
