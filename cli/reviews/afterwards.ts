import { Command } from 'commander';
import {
  type AfterwardsRequest,
  afterwardsDecision,
  lookAfterwards,
} from '../../activities/rollout/look-afterwards.ts';
import { casesToCheck } from '../../adapters/store/agreements.ts';
import { needActingPerson } from '../actor.ts';
import { caseColumns } from '../cases/case-columns.ts';
import { CASE_ARGUMENT, findCase } from '../cases/find-case.ts';
import { usage } from '../failure.ts';
import { pagesAmong } from '../lifecycles.ts';
import { refusalFailure } from '../refusal.ts';
import { rolloutDeps } from '../rollout/deps.ts';
import { inSession, type Session } from '../session.ts';
import { AT_ONCE_SECONDS, personKey, tokenFor } from '../signing.ts';

interface Options {
  right?: true;
  wrong?: true;
  reason?: string;
}

export function reviewsAfterwards(): Command {
  return new Command('afterwards')
    .description('automatic approvals that were drawn to be looked at; say what you find')
    .argument('[case]', CASE_ARGUMENT)
    .option('--right', 'you would have approved it, too')
    .option('--wrong', 'you would not have approved it')
    .option('--reason <text>', 'why; kept in the audit trail')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck reviews afterwards
  $ quarterdeck reviews afterwards deal:impartner:101 --right --reason "Known"`,
    )
    .action(inSession(afterwards));
}

async function afterwards(
  session: Session,
  said: string | undefined,
  { right, wrong, reason }: Options,
): Promise<void> {
  if (said === undefined) return list(session);
  if (right === wrong || !reason)
    throw usage(
      'A look afterwards needs a verdict and a reason.',
      'Read the case with quarterdeck cases show CASE, then add --right or --wrong, and --reason "…".',
      'verdict',
    );
  const verdict: AfterwardsRequest['verdict'] = right ? 'right' : 'wrong';
  const person = await needActingPerson(session);
  const row = await session.db((tx) => findCase(tx, said));
  const request = { case: row.case, verdict, by: person.id, reason };
  const on = { case: row.case, evidenceHash: row.evidenceHash ?? '', validSeconds: AT_ONCE_SECONDS };
  const token = await session.db((tx) => tokenFor(tx, person, afterwardsDecision(request), on));
  const answer = await lookAfterwards(await rolloutDeps(session), { ...request, token }, personKey(person));
  if ('message' in answer) throw refusalFailure(answer, { case: row.case });
  const { terminal } = session;
  terminal.data({ ...request, ...answer });
  terminal.say(`${row.case} counts as ${verdict}.`);
  if (answer.demoted) terminal.say(`Its segment is in assisted again: ${answer.demoted}.`);
  if (verdict === 'wrong') terminal.say(`What it wrote stands. Undo it: quarterdeck rollback ${row.case}`);
}

async function list(session: Session): Promise<void> {
  const rows = await session.db((tx) => casesToCheck(tx));
  session.terminal.list(
    rows,
    caseColumns(rows, (row) => row, await pagesAmong(rows)),
    'Nothing was drawn to be looked at afterwards, or all of it was.',
  );
  if (rows.length > 0)
    session.terminal.say(
      '\nOf each: quarterdeck cases show CASE, then reviews afterwards CASE --right or --wrong.',
    );
}
