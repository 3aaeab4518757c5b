import { Command } from 'commander';
import { countItems } from '../../adapters/store/batch-items.ts';
import { listBatches } from '../../adapters/store/batches.ts';
import { countsText } from '../../domain/batch.ts';
import { actingPerson, refusePartner } from '../actor.ts';
import { wholeNumber } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';

export function batchesList(): Command {
  return new Command('list')
    .description('list batches that have not ended, newest first')
    .option('--all', 'also those that have')
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .addHelpText('after', '\nExample:\n  $ quarterdeck batches list --all')
    .action(inSession(list));
}

async function list(session: Session, { all, limit }: { all?: true; limit: number }): Promise<void> {
  const person = await actingPerson(session);
  refusePartner(person, 'Batches are');
  const zone = readerZone(person);
  const now = applicationNow().toISOString();
  const rows = await session.db(async (tx) => {
    const found = await listBatches(tx, { open: !all, limit });
    const counted = [];
    for (const row of found) counted.push({ ...row, counts: await countItems(tx, row.batch) });
    return counted;
  });
  session.terminal.list(
    rows,
    [
      { head: 'BATCH', value: (row) => row.batch },
      { head: 'STATE', value: (row) => row.state },
      { head: 'ITEMS', value: (row) => countsText(row.counts), least: 20, lines: 4 },
      { head: 'ASKED FOR', value: (row) => clockTime(row.openedAt, now, zone) },
      { head: 'BY', value: (row) => row.requestedBy },
    ],
    all ? 'There is no batch.' : 'No batch is open.',
  );
}
