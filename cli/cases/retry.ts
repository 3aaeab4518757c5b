import { Command } from 'commander';
import type { Received } from '../../adapters/intake/received.ts';
import type { StatedFormat } from '../../adapters/intake/stated-file.ts';
import { type DeadLetter, listDeadLetters } from '../../adapters/store/dead-letters.ts';
import { SubjectErased } from '../../adapters/store/seal.ts';
import { actingPerson, refusePartner } from '../actor.ts';
import { usage } from '../failure.ts';
import { wrap } from '../layout.ts';
import { inSession, type Session } from '../session.ts';
import { erasedLetter, findLetter, listLetters } from './letters.ts';
import { type StatedOptions, statedFormat, withStatedOptions, wrongOf } from './stated-format.ts';
import { showReceived } from './submit.ts';
import { waitForIntake } from './wait-for-intake.ts';

export function casesRetry(): Command {
  return withStatedOptions(new Command('retry'))
    .description('take rejected submissions in again; without an id, list them')
    .argument('[ids...]', 'dead letters, or the beginnings of their ids')
    .option('--all', 'every one that waits')
    .option('--settled', 'list those that were settled or set aside, with who and why')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck cases retry
  $ quarterdeck cases retry 01996d5e-7f0a
  $ quarterdeck cases retry 01996d5e-7f0a --currency EUR --numbers 1.234,56
  $ quarterdeck cases retry --settled`,
    )
    .action(inSession(retry));
}

/** All of them are read side by side; one whose system is away stays `reading`. */
const WAIT_MS = 60_000;

async function retry(
  session: Session,
  said: string[],
  options: StatedOptions & { all?: true; settled?: true },
): Promise<void> {
  refusePartner(await actingPerson(session), 'Dead letters are');
  const stated = statedFormat(options);
  const isStated = Object.keys(stated).length > 0;
  if (options.settled) {
    if (isStated || options.all || said.length > 0)
      throw usage('--settled lists, and takes nothing in.', 'Write --settled alone.', 'settled');
    const settled = await session.db((tx) => listDeadLetters(tx, { settled: true, limit: 1_000 }));
    return listLetters(session, settled, 'No dead letter was settled or set aside.');
  }
  if (isStated && said.length === 0)
    throw usage('What is stated holds for one file or row.', 'Name the dead letter that it is about.');
  if (options.all && said.length > 0) throw usage('Name ids or write --all, not both.', 'Leave one out.');
  const waiting = await session.db((tx) => listDeadLetters(tx, { retried: false, limit: 1_000 }));
  if (!options.all && said.length === 0) return list(session, waiting);
  const chosen = options.all ? waiting : await Promise.all(said.map((one) => findLetter(session, one)));
  if (chosen.length === 0) return session.terminal.list([], [], 'Nothing waits as a dead letter.');
  if (isStated) for (const letter of chosen) mayBeStated(letter, stated);
  const { openIntake, retryDeadLetter } = await import('../intake.ts');
  const intake = await openIntake(session);
  const received: Received[] = [];
  for (const letter of chosen) {
    try {
      received.push(...((await retryDeadLetter(intake, letter.id, stated)) ?? []));
    } catch (error) {
      if (error instanceof SubjectErased)
        throw erasedLetter(letter.id, 'Ask the partner to submit it again.');
      throw error;
    }
  }
  showReceived(session, await waitForIntake(session, received, WAIT_MS));
}

/** @throws CliFailure usage where nothing of what is stated can hold for the letter */
function mayBeStated({ id, contentType }: DeadLetter, stated: StatedFormat): void {
  const wrong = wrongOf(contentType, stated);
  if (!wrong) return;
  const [title, fix, option] = wrong;
  throw usage(
    `Dead letter ${id} was not taken in again. ${title}`,
    `${fix} Or correct it where it came from, and submit it again.`,
    option,
  );
}

async function list(session: Session, letters: readonly DeadLetter[]): Promise<void> {
  await listLetters(session, letters, 'Nothing waits as a dead letter.');
  if (letters.length > 0)
    session.terminal.say(
      wrap(
        'Correct one where it came from and submit it again; or, once a rule, a mapping or the PRM has changed: quarterdeck cases retry ID. Where nothing is to be done: quarterdeck cases settle ID --reason "…"',
        session.terminal.width,
      ),
    );
}
