import { Command } from 'commander';
import { applicationNow } from '../clock.ts';
import { configured } from '../configured.ts';
import { checkBatches } from '../doctor/batches.ts';
import { checkCalls } from '../doctor/calls.ts';
import { type Check, checked, failed } from '../doctor/check.ts';
import { checkEndings } from '../doctor/ending.ts';
import { checkLedger } from '../doctor/ledger.ts';
import { checkPeriods } from '../doctor/periods.ts';
import { checkPostgres, checkTemporal, checkWorker } from '../doctor/platform.ts';
import { type Reconciled, reconcile } from '../doctor/reconcile.ts';
import { checkKeys, checkPolicy, checkRollout } from '../doctor/trust.ts';
import { checkVendors } from '../doctor/vendors.ts';
import { checkWitnesses } from '../doctor/witness.ts';
import { checkWorkflowTasks } from '../doctor/workflow-tasks.ts';
import { checkWorkflows } from '../doctor/workflows.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { wrap } from '../layout.ts';
import { inSession, type Session } from '../session.ts';

export function doctor(): Command {
  return new Command('doctor')
    .description('check everything Quarterdeck needs; each failing line names its fix; exit 6 when one fails')
    .option('--reconcile', 'also read every open write from its vendor, as is needed after a restore')
    .addHelpText('after', '\nExample:\n  $ quarterdeck doctor')
    .action(inSession(examine));
}

async function examine(session: Session, options: { reconcile?: true }): Promise<void> {
  const checks = await allChecks(session);
  const { terminal } = session;
  const broken = checks.filter((check) => check.state === 'failed');
  for (const check of terminal.json ? [] : checks) say(session, check);
  const reconciled = options.reconcile ? await reconcile(session, configured()) : null;
  if (reconciled) sayReconciled(session, reconciled);
  terminal.data({ checks, reconciled });
  if (broken.length === 0) return;
  throw new CliFailure({
    exit: EXIT.down,
    code: 'unhealthy',
    title: `${broken.length} of ${checks.length} checks failed.`,
    fix: 'Each line above names its fix.',
  });
}

async function allChecks(session: Session): Promise<Check[]> {
  const configuration = configured();
  const start = 'Is it running? `npm start` starts the embedded one.';
  const restart = 'Start it, or check TEMPORAL_ADDRESS.';
  const postgres = await checked('Postgres', start, () => checkPostgres(session));
  const store = postgres.every((check) => check.state === 'ok');
  const temporal = await session.temporal().catch(() => undefined);
  const away = failed('Temporal', 'does not answer', `${start} ${restart}`);
  const withStore = (name: string, fix: string, look: () => Promise<Check | Check[]>) =>
    store ? checked(name, fix, look) : [];
  const groups = await Promise.all([
    postgres,
    temporal ? checked('Temporal', restart, () => checkTemporal(temporal)) : [away],
    temporal
      ? checked('worker', restart, () => checkWorker(temporal, configuration.QUARTERDECK_TASK_QUEUE))
      : [],
    checkVendors(configuration, session.store()),
    withStore('calls of vendors', start, () => checkCalls(session, applicationNow())),
    withStore('keys', 'Make one: quarterdeck keys new', () => checkKeys(session, configuration)),
    withStore('policy', 'Correct the file that is named.', () => checkPolicy(session, configuration)),
    withStore('rollout', start, () => checkRollout(session)),
    withStore('witness', 'Name one in QUARTERDECK_WITNESS.', () => checkWitnesses(session, configuration)),
    withStore('what ends', 'Correct what is named.', () => checkEndings(session, configuration)),
    withStore('batches', start, () => checkBatches(session)),
    withStore('ledger', start, () => checkLedger(session, applicationNow())),
    temporal
      ? checked('workflow tasks', restart, () =>
          checkWorkflowTasks(temporal, configuration.QUARTERDECK_TASK_QUEUE),
        )
      : [],
    temporal
      ? withStore('periods', restart, () =>
          checkPeriods(session, temporal, configuration.QUARTERDECK_TASK_QUEUE, applicationNow()),
        )
      : [],
    temporal ? withStore('cases and workflows', restart, () => checkWorkflows(session, temporal)) : [],
  ]);
  return groups.flat();
}

function say({ terminal }: Session, check: Check): void {
  const marks = {
    ok: terminal.paint('green', 'ok     '),
    soon: terminal.paint('yellow', 'soon   '),
    failed: terminal.paint('red', 'FAILED '),
    skipped: terminal.paint('dim', 'skipped'),
  };
  const indent = ' '.repeat(9);
  terminal.say(
    `${marks[check.state]}  ${wrap(`${check.name}: ${check.found}`, terminal.width, indent).trimStart()}`,
  );
  if (check.fix) terminal.say(wrap(`fix: ${check.fix}`, terminal.width, indent));
}

function sayReconciled({ terminal }: Session, found: readonly Reconciled[]): void {
  terminal.say('');
  terminal.say(
    found.length === 0
      ? 'No write is open: nothing to ask the vendors.'
      : 'Open writes, as their vendors see them:',
  );
  for (const one of found) {
    terminal.say(
      wrap(
        `${one.key} (${one.operation}, ${one.status}): ${one.answer}${one.id ? ` as ${one.id}` : ''}`,
        terminal.width,
        '  ',
      ),
    );
  }
}
