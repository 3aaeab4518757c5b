import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, Help, type HelpConfiguration } from 'commander';
import { COMMANDS, type Listed } from './commands.ts';
import { CliFailure, EXIT, type Exit, failureProblem, sentence, usage } from './failure.ts';
import { withTodaysNames } from './old-names.ts';

const EXIT_CODES = `
Exit codes:
  0 done   1 defect   2 wrong usage   3 refused by policy   4 not found
  5 stale or already decided   6 a vendor, Temporal or Postgres is down

Start with:
  $ quarterdeck reviews list
  $ quarterdeck reviews show deal:portal:MC~2d0417
  $ quarterdeck reviews approve deal:portal:MC~2d0417 --as ana \\
      --reason "Known customer"`;

/**
 * The command tree for one command line: loads what `argv` names and only lists the rest, for help and for suggestions.
 * Without `argv` everything is loaded.
 */
export async function program(argv?: readonly string[]): Promise<Command> {
  const root = new Command('quarterdeck')
    .description('Runs channel-partner programs: what came in, what waits for a decision, and deciding it.')
    .option('--json', 'print JSON instead of text')
    .option('--as <person>', 'act as this person; only in development')
    .version(version(), '-V, --version', 'print the version')
    .configureHelp(HELP)
    .addHelpText('after', EXIT_CODES);
  const [first, second] = words(argv ?? []);
  for (const [name, one] of Object.entries(COMMANDS)) {
    if (!('commands' in one)) {
      root.addCommand(await entry(name, one, !argv || name === first));
      continue;
    }
    const group = root.command(name).description(one.says);
    for (const [child, leaf] of Object.entries(one.commands)) {
      group.addCommand(await entry(child, leaf, !argv || (name === first && child === second)));
    }
  }
  prepare(root, argv?.includes('--json') ?? false);
  return root;
}

/** The words of a command line that may name a command: `help` stands before the name that it is about. */
function words(argv: readonly string[]): string[] {
  return argv.filter((word, at) => !word.startsWith('-') && argv[at - 1] !== '--as' && word !== 'help');
}

async function entry(name: string, listed: Listed, load: boolean): Promise<Command> {
  return load ? listed.load() : new ListedCommand(name, listed);
}

/** Stands in help for a command that this run does not use. */
class ListedCommand extends Command {
  readonly term: string;
  constructor(name: string, { usage, says }: Listed) {
    super(name);
    this.term = `${name} ${usage}`.trim();
    this.description(says).action(() => {
      throw new Error(`The command ${name} is listed but was not loaded.`);
    });
  }
}

const help = Object.assign(new Help(), { showGlobalOptions: true });
const HELP: HelpConfiguration = {
  showGlobalOptions: true,
  subcommandTerm: (command) =>
    command instanceof ListedCommand ? command.term : help.subcommandTerm(command),
  // The version belongs to the whole, not to a command.
  visibleGlobalOptions: (command) =>
    help.visibleGlobalOptions(command).filter(({ long }) => long !== '--version'),
};

function version(): string {
  const file = join(import.meta.dirname, '../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** Runs one command line and answers its exit code. Nothing is thrown. */
export async function run(typed: readonly string[]): Promise<Exit> {
  const argv = withTodaysNames(typed);
  try {
    await (await program(argv)).parseAsync(argv, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    const json = argv.includes('--json');
    // A group without its command has printed its help, which is all there is to say.
    if (error instanceof CommanderError && error.code === 'commander.help')
      return json
        ? report(usage('It is not said which command.', 'Add --help for a list of them.'), json)
        : EXIT.usage;
    if (error instanceof CommanderError) return report(wrongUsage(error), json);
    if (error instanceof CliFailure) return report(error, json);
    const { explain } = await import('./explain.ts');
    return report(explain(error), json);
  }
}

async function report(failure: CliFailure, json: boolean): Promise<Exit> {
  const { detail } = failure;
  const text = json
    ? JSON.stringify(failureProblem(detail), null, 2)
    : await told([detail.title, detail.fix]);
  process.stderr.write(`${text}\n`);
  if (detail.exit === EXIT.bug && failure.cause instanceof Error) {
    process.stderr.write(`${failure.cause.stack}\n`);
  }
  return detail.exit;
}

/** What was typed may be long, or hold what would move the cursor. */
async function told(parts: readonly (string | null)[]): Promise<string> {
  const text = parts.filter(Boolean).join('\n');
  const short = text.replace(/\S{400,}/g, (word) => `${word.slice(0, 100)}…`);
  // Loaded only where it is needed: wrong usage is answered as fast as help.
  if (/^[ -~\n]*$/.test(short)) return short;
  const { printable } = await import('./printable.ts');
  return short.split('\n').map(printable).join('\n');
}

function wrongUsage(error: CommanderError): CliFailure {
  const [title = '', ...hints] = error.message.replace(/^error: /, '').split('\n');
  return usage(sentence(title), [...hints, 'Add --help for the options and an example.'].join(' '));
}

/** What commander does not hand down to commands that were made elsewhere. @param json errors are told as JSON, without help in words */
function prepare(command: Command, json: boolean): void {
  const silent = () => undefined;
  command.exitOverride().configureOutput({ outputError: silent, ...(json && { writeErr: silent }) });
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    prepare(child, json);
  }
}
