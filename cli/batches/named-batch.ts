import { type BatchRow, getBatch } from '../../adapters/store/batches.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { notFound } from '../failure.ts';

/** How every BATCH argument is described. */
export const BATCH_ARGUMENT = 'as batches list names it';

/** @throws CliFailure not found */
export async function namedBatch(tx: Tx, said: string): Promise<BatchRow> {
  const row = await getBatch(tx, said.trim());
  if (row) return row;
  throw notFound(`There is no batch "${said}".`, 'List them: quarterdeck batches list --all');
}
