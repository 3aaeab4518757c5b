import {
  type CaseToStart,
  caseNotStarted,
  caseStarted,
  settleCases,
  takeCases,
} from '../../adapters/store/batch-cases.ts';
import { anyToDo } from '../../adapters/store/batch-items.ts';
import { type BatchRow, lockBatch } from '../../adapters/store/batches.ts';
import { transact } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { type StarterDeps, startPeriodCase } from '../kit/start-period-case.ts';
import type { CasesBatch } from './batch-kind.ts';
import { errorText } from './error-text.ts';
import type { BatchDeps } from './plan-batch.ts';

/** The widest window. */
const MOST = 200;
/** Cases that are started side by side. */
const AT_ONCE = 10;

/**
 * Starts as many cases as the window has room for. A case has left the window when its own work is done or it waits for people. Repeating it, also
 * by two at once, starts no case twice: the id of each names its item.
 * @returns whether anything is left that will come to rest by itself
 */
export async function admitCases(
  deps: BatchDeps & StarterDeps,
  kind: CasesBatch,
  id: string,
): Promise<boolean> {
  const { store, now } = deps;
  const { row, toStart } = await transact(store, async (tx) => {
    const found = await lockBatch(tx, id);
    const at = now().toISOString();
    await settleCases(tx, id, ['running'], at);
    const window = Math.min(MOST, kind.window ?? MOST);
    return {
      row: found,
      toStart: found?.state === 'running' ? await takeCases(tx, id, window, at) : [],
    };
  });
  if (row?.state !== 'running') return false;
  for (let from = 0; from < toStart.length; from += AT_ONCE)
    await Promise.all(toStart.slice(from, from + AT_ONCE).map((one) => start(deps, kind, row, one)));
  return anyToDo(statement(store), id);
}

/** @throws whatever says that Postgres or Temporal is away */
async function start(
  deps: BatchDeps & StarterDeps,
  kind: CasesBatch,
  row: BatchRow,
  one: CaseToStart,
): Promise<void> {
  const { store, now } = deps;
  let item: ReturnType<CasesBatch['caseOf']>;
  try {
    item = kind.caseOf(row, one.key);
  } catch (error) {
    await caseNotStarted(statement(store), row.batch, one, errorText(error), now().toISOString());
    return;
  }
  const started = await startPeriodCase(deps, kind.lifecycle, item.externalId, {
    partnerId: item.partnerId,
    sequence: one.attempt,
    batch: row.batch,
  });
  await caseStarted(statement(store), row.batch, one, started);
}
