import { Argument, Command } from 'commander';
import { measureSegment } from '../../activities/rollout/measure-segment.ts';
import { listRollout } from '../../adapters/store/rollout.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { DEFAULT_MODE, ROLLOUT_MODES, type RolloutMode } from '../../domain/rollout.ts';
import { actingPerson } from '../actor.ts';
import { segment } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { wrap } from '../layout.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { agreedText, boundText } from '../metrics/figures-text.ts';
import { peopleById, personName } from '../people.ts';
import { readerZone } from '../reader-zone.ts';
import { changeMode } from '../rollout/change.ts';
import { rolloutDecided } from '../rollout/decided.ts';
import { rolloutDeps } from '../rollout/deps.ts';
import { rolloutPromote } from '../rollout/promote.ts';
import { rolloutRehearse } from '../rollout/rehearse.ts';
import { refuseUnknown, type Scope, scopeOf, scopeText } from '../rollout/scope.ts';
import { rolloutStatus } from '../rollout/status.ts';
import { rolloutTakeBack } from '../rollout/take-back.ts';
import { rolloutTakeLive } from '../rollout/take-live.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';

interface Options extends ConfirmOptions {
  unknown?: true;
  lifecycle: Lifecycle;
}

const UNKNOWN = ['--unknown', 'also where no tier, region or program of that name is known yet'] as const;

export function rollout(): Command {
  const group = new Command('rollout').description('how far each segment may act by itself');
  group
    .command('show')
    .description('list modes, who set them and how well machine and people agree')
    .addOption(lifecycleOption())
    .addHelpText('after', '\nExample:\n  $ quarterdeck rollout show')
    .action(inSession(show));
  group
    .command('set')
    .description('set the mode of a segment; upwards needs an Admin, to automated also measured agreement')
    .argument('<segment>', 'tier/region/program, * for any', segment)
    .addArgument(new Argument('<mode>', 'how far it may act').choices(ROLLOUT_MODES))
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .option('--yes', 'to off: do not ask')
    .option(...UNKNOWN)
    .addOption(lifecycleOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck rollout set Gold/EMEA/standard assisted --reason "Pilot begins"',
    )
    .action(inSession(set));
  group
    .command('off')
    .description('kill switch: from now on the segment computes and writes nothing')
    .argument('<segment>', 'tier/region/program, * for any', segment)
    .option('--reason <text>', 'why; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .option(...UNKNOWN)
    .addOption(lifecycleOption())
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck rollout off "*/EMEA/*" --yes --reason "CRM is being migrated"',
    )
    .action(inSession((session, pattern: string, options: Options) => switchOff(session, pattern, options)));
  for (const command of [
    rolloutStatus(),
    rolloutPromote(),
    rolloutRehearse(),
    rolloutTakeBack(),
    rolloutDecided(),
    rolloutTakeLive(),
  ])
    group.addCommand(command);
  return group;
}

async function show(session: Session, options: { lifecycle: Lifecycle }): Promise<void> {
  const deps = await rolloutDeps(session);
  const { rows, people } = await session.db(async (tx) => {
    const own = (await listRollout(tx)).filter((row) => row.lifecycle === options.lifecycle);
    const rows = [];
    for (const row of own) {
      rows.push({ ...row, agreement: await measureSegment(tx, deps, row.lifecycle, row.segment) });
    }
    return { rows, people: await peopleById(tx) };
  });
  const zone = readerZone(await actingPerson(session));
  const now = applicationNow().toISOString();
  session.terminal.list(
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
  if (rows.length === 0) return;
  const { terminal } = session;
  terminal.say('');
  if (!rows.some((row) => row.segment === '*/*/*')) terminal.say(`Everything else is in ${DEFAULT_MODE}.`);
  const { days } = deps.rules();
  const legend = `Of the last ${days} days. COUNTED: decided blind, agreed on. AT LEAST: of them or of their money, with 95 % confidence. CONTROL: decided blind although the segment acts by itself.`;
  terminal.say(wrap(legend, terminal.width));
}

async function set(session: Session, pattern: string, mode: RolloutMode, options: Options): Promise<void> {
  if (mode === 'off') return switchOff(session, pattern, options);
  const scope = await reached(session, pattern, options);
  await changeMode(session, {
    lifecycle: options.lifecycle,
    segment: pattern,
    mode,
    reason: options.reason ?? '',
  });
  session.terminal.say(`It holds for ${scopeText(scope)}, and for what comes.`);
}

async function switchOff(session: Session, pattern: string, options: Options): Promise<void> {
  const { lifecycle } = options;
  const scope = await reached(session, pattern, options);
  const { terminal } = session;
  terminal.say(`Switching ${lifecycle} ${pattern} off:`);
  terminal.say(`  It reaches ${scopeText(scope)}; each stops before its next write.`);
  terminal.say('  New submissions are accepted and parked; nothing is computed or written.');
  terminal.say('  Writes reversed: none, what is written stays (quarterdeck rollback CASE undoes one case).');
  terminal.say('  Money moved: none. Cannot be undone: nothing; rollout set starts it again.');
  const reason = await confirm(session, options, pattern, 'switch it off');
  await changeMode(session, { lifecycle, segment: pattern, mode: 'off', reason });
}

/** What the pattern reaches. @throws CliFailure usage when it names something unknown without --unknown */
function reached(session: Session, pattern: string, { lifecycle, unknown }: Options): Promise<Scope> {
  return session.db(async (tx) => {
    if (!unknown) await refuseUnknown(tx, lifecycle, pattern);
    return scopeOf(tx, lifecycle, pattern);
  });
}
