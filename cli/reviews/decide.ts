import { Command } from 'commander';
import { refusalsSoFar } from '../../adapters/store/refused-decisions.ts';
import type { DecisionAction, DecisionReply } from '../../domain/decision.ts';
import type { JsonObject } from '../../domain/json.ts';
import { needActingPerson } from '../actor.ts';
import { several } from '../arguments.ts';
import { CASE_ARGUMENT, findCase } from '../cases/find-case.ts';
import { usage } from '../failure.ts';
import { findPerson, peopleById } from '../people.ts';
import { inSession, type Session } from '../session.ts';
import { AT_ONCE_SECONDS, type Draft, signedRequest } from '../signing.ts';
import { explainRefusal } from './decision-answer.ts';
import { readEdits } from './edits.ts';
import { saveReceipt } from './receipt-file.ts';
import { sendDecision } from './send-decision.ts';

export interface DecideOptions {
  reason: string;
  edit?: string[];
  edits?: string;
  to?: string;
  question?: string[];
  receipt?: string;
}

type Verb = Extract<DecisionAction, 'reject' | 'override' | 'request_information' | 'reassign'>;

interface Listing {
  name: string;
  description: string;
  example: string;
  options?: (command: Command) => Command;
}

/** The decisions on one case; approving several is in reviews-approve.ts. */
const VERBS: Record<Verb, Listing> = {
  reject: {
    name: 'reject',
    description: 'reject: the partner is told the reason',
    example: '--reason "The customer is already in an active cycle"',
  },
  override: {
    name: 'override',
    description: 'approve with changed fields',
    example: '--edit expected_close_date=2027-01-31 --reason "Date agreed by phone"',
    options: (command) =>
      command
        .option('--edit <field=value>', 'a changed field; may be given several times', several)
        .option('--edits <file>', 'the changed fields as a JSON object; - is standard input'),
  },
  request_information: {
    name: 'request-information',
    description: 'ask the partner; the clock stands still until the answer',
    example: '--question "Which entity buys?" --reason "Two share the name"',
    options: (command) =>
      command.requiredOption('--question <text>', 'what to ask; may be given several times', several),
  },
  reassign: {
    name: 'reassign',
    description: 'hand the review to somebody else',
    example: '--to olga --reason "On leave this week"',
    options: (command) => command.requiredOption('--to <person>', 'who takes over'),
  },
};

export function reviewsDecide(action: Verb): Command {
  const { name, description, example, options } = VERBS[action];
  const command = new Command(name)
    .description(description)
    .argument('<case>', CASE_ARGUMENT)
    .requiredOption('--reason <text>', 'why; kept in the audit trail')
    .option('--receipt <file>', 'where to keep the receipt (default: the state folder)');
  options?.(command);
  return command
    .addHelpText(
      'after',
      `\nExample:\n  $ quarterdeck reviews ${name} deal:impartner:102 \\\n      ${example}`,
    )
    .action(
      inSession(async (session: Session, said: string, options: DecideOptions) => {
        const reply = await decideOne(session, said, action, options);
        await showReply(session, reply, options.receipt);
      }),
    );
}

/** Signs and sends one decision. @throws CliFailure when it was refused (3), is stale (5) or the case unknown (4). */
export async function decideOne(
  session: Session,
  said: string,
  action: DecisionAction,
  options: DecideOptions,
): Promise<DecisionReply> {
  const person = await needActingPerson(session);
  const draft = await draftOf(session, action, options);
  const { row, request, refusals } = await session.db(async (tx) => {
    const row = await findCase(tx, said);
    const request = await signedRequest(tx, row, person, draft, AT_ONCE_SECONDS);
    return { row, request, refusals: await refusalsSoFar(tx, row.case, person.id) };
  });
  try {
    return await sendDecision(session, row, request, refusals);
  } catch (error) {
    throw (await explainRefusal(session, error, row, person)) ?? error;
  }
}

/** What the options say, in the form that is signed. */
export async function draftOf(
  session: Session,
  action: DecisionAction,
  options: DecideOptions,
): Promise<Draft> {
  if (options.reason.trim() === '') throw usage('The reason is empty.', 'Say why in --reason.', 'reason');
  const to = options.to ? findPerson(await session.db(peopleById), options.to).id : undefined;
  const edits: JsonObject | undefined = action === 'override' ? await readEdits(options) : undefined;
  return {
    action,
    reason: options.reason,
    ...(edits && { edits }),
    ...(to && { to }),
    ...(options.question && { questions: options.question }),
  };
}

/** Says what was decided, and keeps the receipt. */
export async function showReply(
  session: Session,
  reply: DecisionReply,
  receiptPath: string | undefined,
): Promise<void> {
  const { terminal } = session;
  const file = await saveReceipt(reply, receiptPath);
  terminal.data({ ...reply, receiptFile: file });
  const done = reply.final ? DONE[reply.action] : 'Counted; one more person has to agree';
  terminal.say(`${terminal.paint('green', `${done}: ${reply.case}`)}${reply.signed ? '' : ' (unsigned)'}`);
  terminal.say(`Receipt: ${file}`);
}

const DONE: Record<DecisionAction, string> = {
  approve: 'Approved',
  reject: 'Rejected',
  override: 'Approved with changes',
  request_information: 'The partner is asked',
  reassign: 'Reassigned',
  rollback: 'Rollback started',
};
