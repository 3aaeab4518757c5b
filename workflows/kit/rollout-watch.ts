import { condition, workflowInfo } from '@temporalio/workflow';
import { rolloutChanged } from '../messages.ts';
import { anyForm, onSignal } from './hear.ts';
import type { Renewal } from './renewal.ts';

/** A case parked by the kill switch looks again when told, and once a day in case nobody told it. */
export interface RolloutWatch {
  /** How many changes have been heard of. Read it before an attempt that may be refused, so that no change is missed. */
  heard(): number;
  /** Waits for a change after `heard`. */
  changedSince(heard: number): Promise<void>;
}

/** @param renewal absent for a workflow that has its own */
export function watchRollout(renewal?: Renewal): RolloutWatch {
  let changes = 0;
  const heard = () => {
    changes += 1;
  };
  onSignal(rolloutChanged, { form: anyForm, take: heard, malformed: heard, failed: heard });
  return {
    heard: () => changes,
    async changedSince(heard) {
      const until = DAY_MS + spreadOf(workflowInfo().workflowId);
      const due = () => renewal?.due() ?? false;
      await condition(() => changes > heard || due(), until);
      if (changes <= heard && due()) await renewal?.renew();
    },
  };
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Up to an hour, by the case's id, so that the cases of a segment that was switched off do not all look again at the same moment each day. */
function spreadOf(id: string): number {
  return [...id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % HOUR_MS, 0);
}
