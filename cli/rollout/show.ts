import { Command } from 'commander';
import { measureSegment } from '../../activities/rollout/measure-segment.ts';
import { listRollout, refusedChanges } from '../../adapters/store/rollout.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { DEFAULT_MODE } from '../../domain/rollout.ts';
import { actingPerson } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { wrap } from '../layout.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { agreedText, boundText } from '../metrics/figures-text.ts';
import { peopleById, personName } from '../people.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';
import { rolloutDeps } from './deps.ts';
import { refusedLines, refusedSince } from './refused.ts';

export function rolloutShow(): Command {
  return new Command('show')
    .description('list modes, who set them, how well machine and people agree, and changes that were refused')
    .addOption(lifecycleOption())
    .addHelpText('after', '\nExample:\n  $ quarterdeck rollout show')
    .action(inSession(show));
}

async function show(session: Session, options: { lifecycle: Lifecycle }): Promise<void> {
  const deps = await rolloutDeps(session);
  const now = applicationNow().toISOString();
  const { rows, people, refused } = await session.db(async (tx) => {
    const own = (await listRollout(tx)).filter((row) => row.lifecycle === options.lifecycle);
    const rows = [];
    for (const row of own) {
      rows.push({ ...row, agreement: await measureSegment(tx, deps, row.lifecycle, row.segment) });
    }
    const refused = await refusedChanges(tx, options.lifecycle, refusedSince(now));
    return { rows, people: await peopleById(tx), refused };
  });
  const zone = readerZone(await actingPerson(session));
  const { terminal } = session;
  terminal.list(
    rows,
    [
      { head: 'SEGMENT', value: (row) => row.segment, least: 18 },
      { head: 'MODE', value: (row) => row.mode },
      { head: 'COUNTED', value: ({ agreement }) => agreedText(agreement.counted), align: 'right' },
      {
        head: 'AT LEAST',
        value: ({ agreement: { counted } }) =>
          boundText(counted.n, Math.min(counted.countLower, counted.moneyLower)),
        align: 'right',
      },
      {
        head: 'CONTROL',
        value: ({ agreement: { operation } }) => (operation ? agreedText(operation.controls) : '–'),
        align: 'right',
      },
      { head: 'SET BY', value: (row) => personName(people, row.changedBy), least: 8 },
      { head: 'WHEN', value: (row) => clockTime(row.changedAt, now, zone) },
    ],
    `Nothing is set for ${options.lifecycle}: every segment is in ${DEFAULT_MODE}.`,
  );
  if (rows.length > 0) {
    terminal.say('');
    if (!rows.some((row) => row.segment === '*/*/*')) terminal.say(`Everything else is in ${DEFAULT_MODE}.`);
    const { days } = deps.rules();
    const legend = `Of the last ${days} days. COUNTED: decided blind, agreed on. AT LEAST: of them or of their money, with 95 % confidence. CONTROL: decided blind although the segment acts by itself.`;
    terminal.say(wrap(legend, terminal.width));
  }
  for (const line of refusedLines(refused, people, (at) => clockTime(at, now, zone)))
    terminal.say(wrap(line, terminal.width));
}
