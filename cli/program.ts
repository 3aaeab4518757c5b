import { Command, CommanderError } from 'commander';
import { audit } from './commands/audit.ts';
import { deals } from './commands/deals.ts';
import { doctor } from './commands/doctor.ts';
import { init } from './commands/init.ts';
import { keys } from './commands/keys.ts';
import { metrics } from './commands/metrics.ts';
import { receipt } from './commands/receipt.ts';
import { reviews } from './commands/reviews.ts';
import { rollback } from './commands/rollback.ts';
import { rollout } from './commands/rollout.ts';
import { whoami } from './commands/whoami.ts';
import { explain } from './explain.ts';
import { type CliFailure, EXIT, type Exit, problemOf, sentence, usage } from './failure.ts';

const EXIT_CODES = `
Exit codes:
  0 done   1 defect   2 wrong usage   3 refused by policy   4 not found
  5 stale or already decided   6 a vendor, Temporal or Postgres is down

Start with:
  $ quarterdeck reviews list
  $ quarterdeck reviews show deal:impartner:101
  $ quarterdeck reviews approve deal:impartner:101 --reason "Known customer"`;

/** The whole command tree. */
export function program(): Command {
  const root = new Command('quarterdeck')
    .description('Runs channel-partner programs: what came in, what waits for a decision, and deciding it.')
    .option('--json', 'print JSON instead of text')
    .option('--as <person>', 'act as this person; only in development')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODES);
  for (const command of [
    deals(),
    reviews(),
    rollback(),
    rollout(),
    audit(),
    receipt(),
    keys(),
    whoami(),
    metrics(),
    doctor(),
    init(),
  ])
    root.addCommand(command);
  prepare(root);
  return root;
}

/** Runs one command line and answers its exit code. Nothing is thrown. */
export async function run(argv: readonly string[]): Promise<Exit> {
  try {
    await program().parseAsync(argv, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    const failure = error instanceof CommanderError ? wrongUsage(error) : explain(error);
    return report(failure, argv.includes('--json'));
  }
}

function report(failure: CliFailure, json: boolean): Exit {
  const { detail } = failure;
  const text = json
    ? JSON.stringify(problemOf(detail), null, 2)
    : [detail.title, detail.fix].filter(Boolean).join('\n');
  process.stderr.write(`${text}\n`);
  if (detail.exit === EXIT.bug && failure.cause instanceof Error) {
    process.stderr.write(`${failure.cause.stack}\n`);
  }
  return detail.exit;
}

function wrongUsage(error: CommanderError): CliFailure {
  // A group without its command prints its help, which is all there is to say.
  const [title = '', ...hints] = error.message.replace(/^error: /, '').split('\n');
  const asked = error.code === 'commander.help' ? 'It is not said what to do.' : sentence(title);
  return usage(asked, [...hints, 'Add --help for the options and an example.'].join(' '));
}

/** What commander does not hand down to commands that were made elsewhere. */
function prepare(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    prepare(child);
  }
}
