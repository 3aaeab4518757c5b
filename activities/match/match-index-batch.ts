import { KEYS_VERSION } from '../../adapters/match/keys.ts';
import { isOpen } from '../../adapters/store/batches.ts';
import { isKeyedBefore, recordsAfter, rekeyRecords } from '../../adapters/store/match-upkeep.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { RowsBatch } from '../batch/batch-kind.ts';
import { openBatch } from '../batch/open-batch.ts';

const MATCH_INDEX = 'match-index';

/** Gives every record of the match index the keys of this version. */
const rekeying: RowsBatch = {
  items: 'rows',
  title: 'match index',
  page: 500,
  keys: (tx, _, after, limit) => recordsAfter(tx, after, limit),
  async work(tx, _, { after, last }) {
    await rekeyRecords(tx, after, last);
    return [];
  },
};

export const MATCH_BATCHES = { [MATCH_INDEX]: rekeying };

/** As long as the name of an hour: `2026-11-28T13`. */
const HOUR = 13;

/**
 * Asks for a batch when another version has made keys that are there: one at a time, because the old version writes on while a new one is rolled
 * out, and one an hour, because a record that cannot be keyed anew stays as it is.
 */
export async function keyAnew({ store, now }: { store: Store; now: () => Date }): Promise<void> {
  const db = statement(store);
  if ((await isOpen(db, MATCH_INDEX)) || !(await isKeyedBefore(db))) return;
  await openBatch(
    { store, now },
    { kind: MATCH_INDEX, name: `${KEYS_VERSION}@${now().toISOString().slice(0, HOUR)}`, by: 'system' },
  );
}
