import { Command } from 'commander';
import { measureSegment } from '../../activities/rollout/measure-segment.ts';
import { approvableSince } from '../../adapters/store/agreements.ts';
import { listRollout } from '../../adapters/store/rollout.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { percent } from '../../domain/percent.ts';
import { objectionToPromotion } from '../../domain/promotion.ts';
import { DEFAULT_MODE, rowInForce } from '../../domain/rollout.ts';
import { segment } from '../arguments.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { CliFailure, EXIT, sentence } from '../failure.ts';
import { wrap } from '../layout.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { agreedText } from '../metrics/figures-text.ts';
import { inSession, type Session } from '../session.ts';
import { changeMode } from './change.ts';
import { needConfigurer } from './configurer.ts';
import { rolloutDeps } from './deps.ts';
import { refuseUnknown, scopeOf, scopeText } from './scope.ts';

interface Options extends ConfirmOptions {
  lifecycle: Lifecycle;
}

export function rolloutPromote(): Command {
  return new Command('promote')
    .description('let a segment act by itself: shows first what that means; an Admin signs')
    .argument('<segment>', 'tier/region/program, * for any', segment)
    .option('--reason <text>', 'why; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .addOption(lifecycleOption())
    .addHelpText('after', '\nExample:\n  $ quarterdeck rollout promote Gold/EMEA/standard')
    .action(inSession(promote));
}

async function promote(session: Session, pattern: string, options: Options): Promise<void> {
  const { lifecycle } = options;
  const { terminal } = session;
  // Whoever may not promote hears it before the plan and not after it.
  await needConfigurer(session, true);
  const deps = await rolloutDeps(session);
  const rules = deps.rules();
  const { from, measure, scope, alone } = await session.db(async (tx) => {
    await refuseUnknown(tx, lifecycle, pattern);
    const since = new Date(deps.now().getTime() - rules.days * 86_400_000).toISOString();
    return {
      from: rowInForce(await listRollout(tx), lifecycle, pattern)?.mode ?? DEFAULT_MODE,
      measure: await measureSegment(tx, deps, lifecycle, pattern),
      scope: await scopeOf(tx, lifecycle, pattern),
      alone: await approvableSince(tx, { lifecycle, segment: pattern, since }),
    };
  });
  const objection = objectionToPromotion(measure, rules);
  if (objection !== null)
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'not_offered',
      title: sentence(objection),
      fix: 'What is missing and what disagreed: quarterdeck rollout status',
    });
  const { counted, history, look } = measure;
  const plan = [
    `${lifecycle} ${pattern}: ${from} → automated.`,
    `It rests on ${agreedText(counted)} decisions of the last ${rules.days} days that agree, ${history} of them history, and on the look at ${look?.n}: at least ${percent(Math.min(counted.countLower, counted.moneyLower))} of decisions and money, with 95 % confidence.`,
    `Of the cases here in the last ${rules.days} days it would have approved ${alone} with nobody asked: written to PRM and CRM, and told to the partner.`,
    `Of those, ${percent(rules.control.share)}, at least ${rules.control.atLeast} in ${rules.days} days, still go to a person first; ${percent(rules.afterwards)} more are looked at afterwards. Below ${percent(rules.demoteBelow)} it goes back to assisted by itself.`,
    `It reaches ${scopeText(scope)}; what waits for a decision goes on waiting for it.`,
    `To take it back: quarterdeck rollout set ${pattern} assisted, or quarterdeck rollout off ${pattern}.`,
  ];
  for (const line of plan) terminal.say(wrap(line, terminal.width));
  const reason = await confirm(session, options, pattern, 'promote it');
  await changeMode(session, { lifecycle, segment: pattern, mode: 'automated', reason });
}
