import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { ownStateFolder, stateFolder } from '../../installation/state.mjs';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT, notFound, usage } from '../failure.ts';
import { refuseProduction } from '../init/against.ts';
import { everyProblem } from '../init/every-problem.ts';
import { refuseOthers, refuseRunning } from '../init/guards.ts';
import { nextSteps, problemsText, tablesText } from '../init/init-text.ts';
import { writeTemplate } from '../init/template.ts';
import { writeSettings } from '../init/write-settings.ts';
import { wrap } from '../layout.ts';
import { inSession, type Session } from '../session.ts';

interface Options {
  data?: string;
  template?: string;
  force?: true;
  against?: 'sandbox';
}

export function init(): Command {
  return new Command('init')
    .description('start on your own exports instead of the sample: a new installation beside it')
    .option(
      '--data <folder>',
      'holds partners, accounts, and if you have them opportunities, deals, rates, people',
    )
    .option('--template <folder>', 'write empty files with every column into a folder, and do nothing else')
    .option('--force', 'replace what an earlier init has set; its cases, people and keys stay')
    .addOption(
      new Option('--against <where>', 'refuse a vendor of the environment that is no sandbox').choices([
        'sandbox',
      ]),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck init --template ./exports
  $ quarterdeck init --data ./exports`,
    )
    .action(inSession(start));
}

async function start(session: Session, options: Options): Promise<void> {
  const { terminal } = session;
  if (options.template !== undefined) {
    const folder = resolve(options.template);
    const files = await writeTemplate(folder);
    terminal.data({ folder, files });
    return terminal.say(
      wrap(
        `Written to ${folder}: ${files.join(', ')}. What each column holds is in the sheet notes.`,
        terminal.width,
      ),
    );
  }
  if (options.data === undefined)
    throw usage(
      'It is not said where your exports are.',
      'Add --data FOLDER, or --template FOLDER for empty ones.',
      'data',
    );
  const folder = resolve(options.data);
  if (!existsSync(folder))
    throw notFound(`There is no folder ${folder}.`, 'Name the folder with your exports.');
  if (!statSync(folder).isDirectory()) throw usage(`${folder} is not a folder.`, 'Name the folder.', 'data');
  const state = ownStateFolder();
  await refuseRunning([state, stateFolder()]);
  refuseOthers(state, options.force === true);
  if (options.against === 'sandbox') refuseProduction(session.env);
  const { tables, problems } = await everyProblem(folder, state, applicationNow());
  terminal.say(tablesText(folder, tables, problems, terminal.width));
  const wrong = problems.filter(({ level }) => level === 'wrong');
  if (wrong[0]) {
    terminal.data({ folder, problems, settings: null });
    terminal.say(`\n${problemsText(problems, terminal.width)}`);
    throw new CliFailure({
      exit: EXIT.usage,
      code: 'data',
      title: `${wrong.length === 1 ? 'One thing' : `${wrong.length} things`} in your exports cannot be used; nothing was set.`,
      fix: 'Correct what the table says is wrong and run it again; every column is in docs/operations.md.',
      field: wrong[0].file,
    });
  }
  const sandboxOnly = options.against === 'sandbox';
  const settings = await writeSettings({ folder, state, tables, env: session.env, sandboxOnly });
  terminal.data({ folder, problems, settings });
  if (problems.length > 0) terminal.say(`\n${problemsText(problems, terminal.width)}`);
  for (const line of nextSteps(tables, state, folder)) terminal.say(wrap(line, terminal.width));
}
