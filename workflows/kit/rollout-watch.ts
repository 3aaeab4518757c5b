import { condition, setHandler } from '@temporalio/workflow';
import { rolloutChanged } from '../messages.ts';

/** A case parked by the kill switch looks again when told, and hourly in case nobody told it. */
export interface RolloutWatch {
  /** How many changes have been heard of; taken before the attempt that may be refused, so that none is missed. */
  heard(): number;
  /** Waits for a change after `heard`. */
  changedSince(heard: number): Promise<void>;
}

export function watchRollout(): RolloutWatch {
  let changes = 0;
  setHandler(rolloutChanged, () => {
    changes += 1;
  });
  return {
    heard: () => changes,
    async changedSince(heard) {
      await condition(() => changes > heard, '1 h');
    },
  };
}
