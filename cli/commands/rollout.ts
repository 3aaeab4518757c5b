import { Argument, Command } from 'commander';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { ROLLOUT_MODES, type RolloutMode } from '../../domain/rollout.ts';
import { segment } from '../arguments.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { changeMode } from '../rollout/change.ts';
import { rolloutDecided } from '../rollout/decided.ts';
import { rolloutPromote } from '../rollout/promote.ts';
import { rolloutRefused } from '../rollout/refused.ts';
import { rolloutRehearse } from '../rollout/rehearse.ts';
import { refuseUnknown, type Scope, scopeOf, scopeText } from '../rollout/scope.ts';
import { rolloutShow } from '../rollout/show.ts';
import { rolloutStatus } from '../rollout/status.ts';
import { rolloutTakeBack } from '../rollout/take-back.ts';
import { rolloutTakeLive } from '../rollout/take-live.ts';
import { inSession, type Session } from '../session.ts';

interface Options extends ConfirmOptions {
  unknown?: true;
  lifecycle: Lifecycle;
}

const UNKNOWN = ['--unknown', 'also where no tier, region or program of that name is known yet'] as const;

export function rollout(): Command {
  const group = new Command('rollout').description('how far each segment may act by itself');
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
    rolloutShow(),
    rolloutRefused(),
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
