import { Argument, Command } from 'commander';
import type { DecisionAction } from '../../domain/decision.ts';
import { DECISION_ACTIONS } from '../../domain/gate/decision-shape.ts';
import { needActingPerson } from '../actor.ts';
import { several, wholeNumber } from '../arguments.ts';
import { CASE_ARGUMENT, findCase } from '../cases/find-case.ts';
import { usage } from '../failure.ts';
import { inSession, type Session } from '../session.ts';
import { signedRequest } from '../signing.ts';
import { type DecideOptions, draftOf } from './decide.ts';
import { updateName } from './send-decision.ts';
import { cliName, signalName } from './temporal-commands.ts';

interface Options extends DecideOptions {
  valid: number;
  update?: true;
  signal?: true;
}

export function reviewsSign(): Command {
  return new Command('sign')
    .description('make a single-use token, and the JSON to paste into the Temporal UI')
    .argument('<case>', CASE_ARGUMENT)
    .addArgument(new Argument('<action>', 'what is decided').choices(DECISION_ACTIONS.map(cliName)))
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .option('--edit <field=value>', 'override: a changed field; may be given several times', several)
    .option('--edits <file>', 'override: the changed fields as a JSON object')
    .option('--question <text>', 'request-information: may be given several times', several)
    .option('--to <person>', 'reassign: who takes over')
    .option('--valid <minutes>', 'how long the token lives', wholeNumber, 15)
    .option('--update', 'print only the input of the Update')
    .option('--signal', 'print only the input of the Signal')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck reviews sign deal:impartner:102 approve --reason "Known"',
    )
    .action(inSession(sign));
}

async function sign(session: Session, said: string, name: string, options: Options): Promise<void> {
  const action = name.replace('-', '_') as DecisionAction;
  checkBelongs(action, options);
  if (options.update && options.signal)
    throw usage('--update and --signal are two inputs.', 'Name one of them, or none to see both.', 'signal');
  const person = await needActingPerson(session);
  const draft = await draftOf(session, action, options);
  const { row, request } = await session.db(async (tx) => {
    const row = await findCase(tx, said);
    return { row, request: await signedRequest(tx, row, person, draft, options.valid * 60) };
  });
  const { action: _, ...signalInput } = request;
  const update = updateName(action);
  const { terminal } = session;
  if (options.update || options.signal) {
    process.stdout.write(`${JSON.stringify(options.signal ? signalInput : request)}\n`);
    return;
  }
  terminal.data({
    case: row.case,
    token: request.token,
    update,
    input: request,
    signal: signalName(action),
    signalInput,
  });
  terminal.say(`Token, good once and for ${options.valid} min:\n  ${request.token}\n`);
  terminal.say(`In the Temporal UI open ${row.case}, then either\n`);
  terminal.say(`  Send an Update named ${update} with\n${JSON.stringify(request)}\n`);
  terminal.say(`  or Send a Signal named ${signalName(action)} with\n${JSON.stringify(signalInput)}`);
}

/** What would be signed must be what is meant: an option of another action is a mistake, not noise. */
function checkBelongs(action: DecisionAction, options: Options): void {
  const belongs = {
    edit: 'override',
    edits: 'override',
    question: 'request_information',
    to: 'reassign',
  } as const;
  for (const [option, owner] of Object.entries(belongs)) {
    const given = options[option as keyof typeof belongs] !== undefined;
    if (given && owner !== action) {
      throw usage(
        `--${option} belongs to ${cliName(owner)}.`,
        `Leave it out to sign ${cliName(action)}.`,
        option,
      );
    }
  }
  if (action === 'request_information' && !options.question) {
    throw usage('It is not said what to ask the partner.', 'Add --question "…".', 'question');
  }
  if (action === 'reassign' && !options.to) {
    throw usage('It is not said who takes over.', 'Add --to PERSON.', 'to');
  }
}
