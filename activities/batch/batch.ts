import { setTimeout as sleep } from 'node:timers/promises';
import { getBatch } from '../../adapters/store/batches.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { ActivityDeps } from '../index.ts';
import { vendorFailure } from '../kit/vendor-failures.ts';
import type { LifecyclePart } from '../lifecycles.ts';
import { MATCH_BATCHES } from '../match/match-index-batch.ts';
import { admitCases } from './admit-cases.ts';
import { beating } from './beating.ts';
import { batchKinds, kindOf } from './kinds.ts';
import { planBatch } from './plan-batch.ts';
import { type BatchStanding, reviewBatch } from './review-batch.ts';
import { workRows } from './work-rows.ts';

export type BatchActivities = ReturnType<typeof batchActivities>;

/** How often the window is looked at for room. */
const LOOK_MS = 300;

/** What drives a batch. Each of them goes on where the rows say, so each may be repeated, broken off, or run beside itself. */
export function batchActivities(all: ActivityDeps, parts: Record<Lifecycle, LifecyclePart>) {
  const deps = { ...all, kinds: batchKinds(parts, MATCH_BATCHES) };
  return {
    /**
     * Writes down every item that is not there yet. @returns null for a batch that nobody has asked for
     * @throws ApplicationFailure NotFound for a kind that this version does not know, or a vendor failure
     */
    batchPlan: (id: string): Promise<BatchStanding | null> =>
      named(() =>
        beating(async (isOver) => ((await planBatch(deps, id, isOver)) ? reviewBatch(deps, id) : null)),
      ),

    /** Works on items until none waits, the batch is paused, or a minute is over. */
    batchWork: (id: string): Promise<void> =>
      named(async () => {
        const row = await getBatch(statement(deps.store), id);
        if (!row) return;
        const kind = kindOf(deps.kinds, row);
        await beating(async (isOver) => {
          if (kind.items === 'rows') return workRows(deps, kind, row, isOver);
          while (!isOver() && (await admitCases(deps, kind, id))) await sleep(LOOK_MS);
        });
      }),

    /** Says where a batch stands, and ends it when every item has come to rest. */
    batchReview: (id: string): Promise<BatchStanding | null> => named(() => reviewBatch(deps, id)),
  };
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw vendorFailure(error);
  }
}
