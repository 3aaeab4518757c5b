import { Command, CommanderError } from 'commander';
import { type CliFailure, EXIT, type Exit, problemOf, sentence, usage } from './failure.ts';

const EXIT_CODES = `
Exit codes:
  0 done   1 defect   2 wrong usage   3 refused by policy   4 not found
  5 stale or already decided   6 a vendor, Temporal or Postgres is down

Start with:
  $ quarterdeck reviews list
  $ quarterdeck reviews show deal:impartner:101
  $ quarterdeck reviews approve deal:impartner:101 --reason "Known customer"`;

/** Each command is loaded when it is used: Temporal's and the vendors' clients cost half a second together. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  deals: async () => (await import('./deal/commands/index.ts')).deals(),
  reviews: async () => (await import('./reviews/index.ts')).reviews(),
  rollback: async () => (await import('./commands/rollback.ts')).rollback(),
  rollout: async () => (await import('./commands/rollout.ts')).rollout(),
  audit: async () => (await import('./commands/audit.ts')).audit(),
  receipt: async () => (await import('./commands/receipt.ts')).receipt(),
  keys: async () => (await import('./commands/keys.ts')).keys(),
  subjects: async () => (await import('./commands/subjects.ts')).subjects(),
  whoami: async () => (await import('./commands/whoami.ts')).whoami(),
  metrics: async () => (await import('./commands/metrics.ts')).metrics(),
  init: async () => (await import('./commands/init.ts')).init(),
  doctor: async () => (await import('./commands/doctor.ts')).doctor(),
};

/** The command tree; only the branch that `first` names, where it names one. */
export async function program(first?: string): Promise<Command> {
  const root = new Command('quarterdeck')
    .description('Runs channel-partner programs: what came in, what waits for a decision, and deciding it.')
    .option('--json', 'print JSON instead of text')
    .option('--as <person>', 'act as this person; only in development')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODES);
  const only = first === undefined ? undefined : COMMANDS[first];
  for (const load of only ? [only] : Object.values(COMMANDS)) root.addCommand(await load());
  prepare(root);
  return root;
}

/** Runs one command line and answers its exit code. Nothing is thrown. */
export async function run(argv: readonly string[]): Promise<Exit> {
  try {
    await (await program(argv[0])).parseAsync(argv, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    const json = argv.includes('--json');
    // A group without its command has printed its help, which is all there is to say.
    if (error instanceof CommanderError && error.code === 'commander.help' && !json) return EXIT.usage;
    if (error instanceof CommanderError) return report(wrongUsage(error), json);
    const { explain } = await import('./explain.ts');
    return report(explain(error), json);
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
  const [title = '', ...hints] = error.message.replace(/^error: /, '').split('\n');
  return usage(sentence(title), [...hints, 'Add --help for the options and an example.'].join(' '));
}

/** What commander does not hand down to commands that were made elsewhere. */
function prepare(command: Command): void {
  command.exitOverride().configureOutput({ outputError: () => undefined });
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    prepare(child);
  }
}
