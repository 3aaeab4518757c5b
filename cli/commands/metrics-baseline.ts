import { Command, InvalidArgumentError } from 'commander';
import { type Baseline, baselinesOf, setBaseline } from '../../adapters/store/baselines.ts';
import { may } from '../../domain/gate/authority.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { Outcome } from '../../domain/outcomes.ts';
import { percent } from '../../domain/percent.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { needActingPerson } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT, usage } from '../failure.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { duration } from '../metrics/figures-text.ts';
import { readPolicy } from '../policy.ts';
import { inSession, type Session } from '../session.ts';

interface Options extends Partial<Record<Outcome, number>> {
  lifecycle: Lifecycle;
  reason: string;
}

export function metricsBaseline(): Command {
  const group = new Command('baseline').description(
    "a company's own figures from before, beside what is measured",
  );
  group
    .command('set')
    .description('state figures from before; the last of each holds')
    .option('--first-look <minutes>', 'from receipt to the first look', minutes)
    .option('--decision <minutes>', 'from receipt to the decision', minutes)
    .option('--reviewer-minutes <minutes>', "a reviewer's time, per case", minutes)
    .option('--without-person <percent>', 'decided with nobody deciding', share)
    .addOption(lifecycleOption())
    .requiredOption('--reason <text>', 'where the figures come from; kept in the audit trail')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck metrics baseline set --first-look 240 --reviewer-minutes 25 \\\n      --reason "Stopwatch, 40 cases in March"',
    )
    .action(inSession(set));
  return group;
}

async function set(session: Session, options: Options): Promise<void> {
  const person = await needActingPerson(session);
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  if (!may(person.role, 'configure', 'configuration', authority))
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'role',
      title: `${person.name} may not state what the company's figures were.`,
      fix: 'Ask an Admin.',
    });
  const { lifecycle, reason } = options;
  if (reason.trim() === '')
    throw usage('The reason is empty.', 'Say where the figures come from in --reason.', 'reason');
  const at = applicationNow().toISOString();
  const stated = NAMED.flatMap((outcome): Baseline[] => {
    const value = options[outcome];
    return value === undefined ? [] : [{ outcome, value, by: person.id, at, reason }];
  });
  if (stated.length === 0)
    throw usage(
      'No figure is named.',
      'Add --first-look, --decision, --reviewer-minutes or --without-person.',
    );
  const now = await session.db(async (tx) => {
    for (const one of stated) await setBaseline(tx, lifecycle, one);
    return baselinesOf(tx, lifecycle);
  });
  const { terminal } = session;
  terminal.data(now);
  for (const { outcome, value } of stated)
    terminal.say(`${outcome}: ${outcome === 'withoutPerson' ? percent(value) : duration(value)} before`);
}

const NAMED: readonly Outcome[] = ['firstLook', 'decision', 'reviewerMinutes', 'withoutPerson'];

function minutes(text: string): number {
  if (/^\d{1,7}(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write minutes, such as 240 or 12.5.');
}

/** Percent as it is written, a share as it is kept. */
function share(text: string): number {
  if (/^\d{1,3}(\.\d+)?$/.test(text) && Number(text) <= 100) return Number(text) / 100;
  throw new InvalidArgumentError('Write percent from 0 to 100.');
}
