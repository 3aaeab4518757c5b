import { countItems } from '../../adapters/store/batch-items.ts';
import { listBatches } from '../../adapters/store/batches.ts';
import { statement } from '../../adapters/store/statement.ts';
import { countsText } from '../../domain/batch.ts';
import type { Session } from '../session.ts';
import { type Check, failed, ok, soon } from './check.ts';

/** So many are looked at. */
const MOST = 100;

/** Batches that have not ended, if there are any: of one that is paused, or of which something failed, people should know. */
export async function checkBatches(session: Session): Promise<Check[]> {
  const db = statement(session.store());
  const open = await listBatches(db, { open: true, limit: MOST });
  const checks: Check[] = [];
  for (const { batch, state } of open) {
    const counts = await countItems(db, batch);
    const found = `${state}, ${countsText(counts)}`;
    const fix = `See what and why: quarterdeck batches show ${batch}`;
    checks.push(
      counts.failed > 0
        ? failed(batch, found, fix)
        : state === 'paused'
          ? soon(batch, found, fix)
          : ok(batch, found),
    );
  }
  return checks;
}
