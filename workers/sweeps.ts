import { demoteUnmeasured } from '../activities/rollout/demote.ts';
import type { MeasureDeps } from '../activities/rollout/measure-segment.ts';
import { tellBatches, tellOfEnds, tellStanding } from '../adapters/batch/tell-batches.ts';
import { admit } from '../adapters/intake/admit.ts';
import { startPending } from '../adapters/intake/deliver.ts';
import type { Intake } from '../adapters/intake/receive.ts';
import { handOverParked } from '../adapters/intake/retry.ts';
import { startEnded } from '../adapters/intake/start-ended.ts';
import type { AccountsPort } from '../adapters/ports/accounts.ts';
import { repeat } from '../installation/repeat.ts';

const HOUR = 3_600_000;
const FIVE_MINUTES = 300_000;

interface Booking {
  ports: { accounts: Pick<AccountsPort, 'corrected'> };
}

interface Shown {
  /** Sets the figures of agreement for Prometheus; absent where nobody reads them. */
  showAgreement?: (deps: Intake & MeasureDeps) => Promise<void>;
}

/**
 * Carries on what a crash or an outage left behind: deliveries that nobody reads yet, submissions that their case has not heard of, and
 * what 0.2.0 had parked. Books what waited for a larger budget. Takes `automated` from segments that are not measured any more. Any number of workers may sweep.
 * @param failed told of a sweep that failed; the next one tries again
 * @returns how to stop
 */
export function startSweeps(
  { showAgreement, ...intake }: Intake & MeasureDeps & Booking & Shown,
  failed: (what: string) => (error: unknown) => void,
): () => Promise<void> {
  const ending = new AbortController();
  const sweeps = [
    repeat(1_000, () => admit(intake), failed('sweep of unread deliveries'), ending.signal),
    repeat(5_000, () => startPending(intake), failed('sweep of undelivered submissions'), ending.signal),
    repeat(1_000, () => tellBatches(intake), failed('sweep of batches that have changed'), ending.signal),
    repeat(15_000, () => tellOfEnds(intake), failed('sweep of cases of batches'), ending.signal),
    repeat(
      FIVE_MINUTES,
      () => tellStanding(intake),
      failed('sweep of batches at a standstill'),
      ending.signal,
    ),
    repeat(60_000, () => startEnded(intake), failed('sweep of cases that were ended'), ending.signal),
    repeat(60_000, () => handOverParked(intake), failed('sweep of parked records'), ending.signal),
    repeat(
      60_000,
      () => intake.ports.accounts.corrected(),
      failed('sweep of claims that wait for budget'),
      ending.signal,
    ),
    repeat(
      HOUR,
      () => demoteUnmeasured(intake),
      failed('sweep of segments that nobody measures'),
      ending.signal,
    ),
    ...(showAgreement
      ? [repeat(FIVE_MINUTES, () => showAgreement(intake), failed('figures of agreement'), ending.signal)]
      : []),
  ];
  return async () => {
    ending.abort();
    await Promise.all(sweeps);
  };
}
