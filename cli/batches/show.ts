import { Command } from 'commander';
import { auditOf } from '../../adapters/store/audit.ts';
import { countItems, failedItems } from '../../adapters/store/batch-items.ts';
import { countsText } from '../../domain/batch.ts';
import { actingPerson, refusePartner } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { fields } from '../layout.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { table } from '../table.ts';
import { clockTime } from '../times.ts';
import { BATCH_ARGUMENT, namedBatch } from './named-batch.ts';

/** Failures that are shown. */
const MOST = 50;

export function batchesShow(): Command {
  return new Command('show')
    .description('show one batch: how many items stand where, what failed and why, who said what to it')
    .argument('<batch>', BATCH_ARGUMENT)
    .addHelpText('after', '\nExample:\n  $ quarterdeck batches show batch:match~2dindex:7')
    .action(inSession(show));
}

async function show(session: Session, said: string): Promise<void> {
  const person = await actingPerson(session);
  refusePartner(person, 'Batches are');
  const { row, counts, failures, trail } = await session.db(async (tx) => {
    const found = await namedBatch(tx, said);
    return {
      row: found,
      counts: await countItems(tx, found.batch),
      failures: await failedItems(tx, found.batch, MOST),
      trail: (await auditOf(tx, found.batch)).map(({ entry }) => entry),
    };
  });
  const { terminal } = session;
  const zone = readerZone(person);
  const now = applicationNow().toISOString();
  const at = (instant: string) => clockTime(instant, now, zone);
  terminal.data({ ...row, counts, failures, audit: trail });
  const commands = row.state === 'paused' ? `quarterdeck batches resume ${row.batch}` : null;
  const shown: [string, string][] = [
    ['state', row.planned ? row.state : `${row.state}; its items are being counted`],
    ['items', countsText(counts)],
    ['asked for', `${at(row.openedAt)} by ${row.requestedBy}`],
    ...(row.endedAt === null ? [] : [['ended', at(row.endedAt)] as [string, string]]),
    ...(commands === null ? [] : [['go on', commands] as [string, string]]),
    ...(counts.failed === 0
      ? []
      : [['try again', `quarterdeck batches retry-failed ${row.batch}`] as [string, string]]),
  ];
  terminal.say(`Batch ${row.batch}`);
  terminal.say(fields(shown, terminal.width));
  if (failures.length > 0) {
    terminal.say(`\nFailed${counts.failed > MOST ? `, the newest ${MOST}` : ''}:`);
    terminal.say(
      table(
        failures,
        [
          { head: 'ITEM', value: (one) => one.case ?? one.key, least: 12, lines: 3 },
          { head: 'ROWS', value: (one) => one.size, align: 'right' },
          { head: 'ATTEMPT', value: (one) => one.attempt, align: 'right' },
          { head: 'WHY', value: (one) => one.error, least: 30, below: true },
        ],
        terminal.width,
      ),
    );
  }
  terminal.say('\nHistory:');
  for (const { at: when, actor, action, reason } of trail)
    terminal.say(`  ${at(when)}  ${action} by ${actor}${typeof reason === 'string' ? `: ${reason}` : ''}`);
}
