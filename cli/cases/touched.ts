import { Command } from 'commander';
import { getCase } from '../../adapters/store/cases.ts';
import { type Touched, touchedBy, type Versions } from '../../adapters/store/touched.ts';
import { actingPerson, needActingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { CliFailure, EXIT, failureProblem, usage } from '../failure.ts';
import { readerZone } from '../reader-zone.ts';
import type { ShownPlan } from '../reviews/rollback-plan.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';
import { amountText } from './case-text.ts';

interface Options extends ConfirmOptions {
  prompt?: string;
  model?: string;
  policy?: string;
  adapterBuild?: string;
  since?: string;
  rollback?: true;
}

export function casesTouched(): Command {
  return new Command('touched')
    .description('list what a prompt, model, policy or build has touched, and plan taking it back')
    .option('--prompt <hash>', 'where a model was asked with this prompt, or the beginning of its hash')
    .option('--model <id>', 'where this model answered')
    .option('--policy <version>', 'decided under this policy, or the beginning of its version')
    .option('--adapter-build <build>', 'decided or written by this build')
    .option('--since <instant>', 'only from then on', instant)
    .option('--rollback', 'plan the rollback of exactly those; carried out when confirmed')
    .option('--yes', 'with --rollback: do not ask; needs --reason')
    .option('--reason <text>', 'with --rollback: why; kept in the audit trail')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck cases touched --policy 3fa8 --since 2026-11-01T00:00Z
  $ quarterdeck cases touched --model claude-sonnet-5-5 --rollback`,
    )
    .action(inSession(touched));
}

async function touched(session: Session, options: Options): Promise<void> {
  const versions = versionsIn(options);
  const uses = await session.db((tx) => touchedBy(tx, versions, options.since ?? null));
  if (options.rollback) return rollBack(session, uses, options);
  const zone = readerZone(await actingPerson(session));
  const now = applicationNow().toISOString();
  session.terminal.list(
    uses,
    [
      { head: 'CASE', value: (one: Touched) => one.case },
      { head: 'WHEN', value: (one) => clockTime(one.at, now, zone) },
      { head: 'USE', value: (one) => one.use, least: 8, lines: 2 },
      { head: 'OUTCOME', value: (one) => outcomeText(one), least: 8, lines: 2 },
      { head: 'USD', value: (one) => amountText(one.amountUsd), align: 'right' },
      { head: 'STANDS', value: (one) => one.standing, align: 'right' },
    ],
    'Nothing was touched by it.',
  );
  if (session.terminal.json || uses.length === 0) return;
  const standing = new Set(uses.filter((one) => one.standing > 0).map((one) => one.case));
  session.terminal.say(
    `\n${new Set(uses.map((one) => one.case)).size} cases; writes of ${standing.size} stand (--rollback plans taking them back).`,
  );
}

function outcomeText({ status, outcome }: Touched): string {
  return (status === 'completed' ? (outcome ?? status) : status).replaceAll('_', ' ');
}

function versionsIn({ prompt, model, policy, adapterBuild }: Options): Versions {
  const versions = {
    ...(prompt && { prompt }),
    ...(model && { model }),
    ...(policy && { policy }),
    ...(adapterBuild && { build: adapterBuild }),
  };
  if (Object.keys(versions).length > 0) return versions;
  throw usage(
    'It is not said what has touched them.',
    'Name a prompt, a model, a policy or an adapter build.',
    'prompt',
  );
}

/** Shows the plan of each case whose writes stand; when it is confirmed, each is decided and signed by itself. */
async function rollBack(session: Session, uses: readonly Touched[], options: Options): Promise<void> {
  const { terminal } = session;
  const cases = [...new Set(uses.filter((one) => one.standing > 0).map((one) => one.case))];
  if (cases.length === 0)
    return terminal.list([], [], 'Nothing of it stands: there is nothing to take back.');
  const { planText, readRollbackPlan } = await import('../reviews/rollback-plan.ts');
  const plans: ShownPlan[] = [];
  for (const id of cases) plans.push(await readRollbackPlan(session, id));
  for (const plan of plans) terminal.say(`${planText(plan, terminal.width)}\n`);
  if (terminal.json && !options.yes) return terminal.data(plans);
  const person = await needActingPerson(session);
  const reason = await confirm(session, options, String(cases.length), `roll all ${cases.length} back`);
  const [{ sendRollback }, { saveReceipt }, { explain }] = await Promise.all([
    import('../reviews/send-rollback.ts'),
    import('../reviews/receipt-file.ts'),
    import('../explain.ts'),
  ]);
  const answers: { case: string; receiptFile: string | null; problem: CliFailure | null }[] = [];
  for (const id of cases) {
    try {
      const row = await session.db((tx) => getCase(tx, id));
      if (!row) throw new Error(`${id} has gone`);
      const reply = await sendRollback(session, row, person, reason);
      answers.push({ case: id, receiptFile: await saveReceipt(reply, undefined), problem: null });
    } catch (error) {
      answers.push({ case: id, receiptFile: null, problem: explain(error) });
    }
  }
  terminal.list(
    answers.map((one) => ({ ...one, problem: one.problem && failureProblem(one.problem.detail) })),
    [
      { head: 'CASE', value: (one) => one.case },
      { head: 'ANSWER', value: (one) => one.problem?.title ?? 'rollback started', least: 20, lines: 9 },
    ],
    '',
  );
  const failed = answers.flatMap(({ problem }) => problem ?? []);
  const [worst] = failed;
  if (!worst) return;
  throw new CliFailure({
    ...worst.detail,
    exit: failed.every((one) => one.detail.exit === worst.detail.exit) ? worst.detail.exit : EXIT.refused,
    title: `${failed.length} of ${cases.length} were not rolled back.`,
    fix: 'Look at each: quarterdeck cases show CASE',
  });
}
