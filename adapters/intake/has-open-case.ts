import { latestCase } from '../store/cases.ts';
import type { Tx } from '../store/pool.ts';
import { isOpen } from './is-open.ts';

/** Whether the last case of a record is still open. */
export async function hasOpenCase(tx: Tx, record: Parameters<typeof latestCase>[1]): Promise<boolean> {
  const latest = await latestCase(tx, record);
  return latest !== undefined && isOpen(latest.status);
}
