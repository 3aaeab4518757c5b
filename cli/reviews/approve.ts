import { Command } from 'commander';
import { type CaseRow, listCases } from '../../adapters/store/cases.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { DecisionReply } from '../../domain/decision.ts';
import { reviewQuestionOf } from '../../domain/questions.ts';
import { needActingPerson } from '../actor.ts';
import { wholeNumber } from '../arguments.ts';
import { caseColumns } from '../cases/case-columns.ts';
import { openGate, shortReason } from '../cases/case-text.ts';
import { caseWord, onlyKind } from '../cases/case-word.ts';
import { findCase } from '../cases/find-case.ts';
import { confirm } from '../confirm.ts';
import { CliFailure, EXIT, failureProblem, usage } from '../failure.ts';
import { wrap } from '../layout.ts';
import { pagesAmong } from '../lifecycles.ts';
import { inSession, type Session } from '../session.ts';
import { table } from '../table.ts';
import { decideOne, showReply } from './decide.ts';
import { waitsFor } from './list.ts';
import { saveReceipt } from './receipt-file.ts';

interface Options {
  reason?: string;
  all?: true;
  max?: number;
  yes?: true;
  receipt?: string;
}

export function reviewsApprove(): Command {
  return new Command('approve')
    .description('approve one review, or several after showing the plan')
    .argument('[cases...]', 'the cases, each by its id, its reference or the beginning of one')
    .option('--reason <text>', 'why; kept in the audit trail')
    .option('--all', 'every review that waits for you; needs --max')
    .option('--max <n>', 'with --all: stop if there are more', wholeNumber)
    .option('--yes', 'several: do not ask; needs --reason')
    .option('--receipt <file>', 'one case: where to keep the receipt (default: the state folder)')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck reviews approve deal:impartner:102 --reason "Known customer"
  $ quarterdeck reviews approve --all --max 5 --yes --reason "Weekly call"`,
    )
    .action(inSession(approve));
}

async function approve(session: Session, said: string[], options: Options): Promise<void> {
  if (options.all ? said.length > 0 || options.max === undefined : said.length === 0) {
    throw usage('It is not clear what to approve.', 'Name cases, or write --all --max N.', 'cases');
  }
  const [only, ...more] = said;
  if (only !== undefined && more.length === 0) {
    if (!options.reason) throw usage('A decision needs a reason.', 'Add --reason "…".', 'reason');
    const reply = await decideOne(session, only, 'approve', { ...options, reason: options.reason });
    return showReply(session, reply, options.receipt);
  }
  const person = await needActingPerson(session);
  const rows = options.all ? await waitingFor(session, person) : await named(session, said);
  if (rows.length === 0) return session.terminal.list([], [], 'Nothing waits for you.');
  if (options.max !== undefined && rows.length > options.max) {
    throw usage(
      `${rows.length} reviews wait for you, more than --max ${options.max}.`,
      'Raise --max or name cases.',
      'max',
    );
  }
  await showPlan(session, rows);
  const first = rows[0] as CaseRow;
  const reason = await confirm(session, options, first.case, `approve all ${rows.length}`);
  await approveEach(session, rows, reason);
}

async function named(session: Session, said: string[]): Promise<CaseRow[]> {
  const rows: CaseRow[] = [];
  for (const one of said) rows.push(await session.db((tx) => findCase(tx, one)));
  return [...new Map(rows.map((row) => [row.case, row])).values()];
}

async function waitingFor(session: Session, person: PersonRecord): Promise<CaseRow[]> {
  const rows = await session.db((tx) => listCases(tx, { gateOpen: true, limit: 10_000 }));
  return rows.filter((row) => {
    const gate = openGate(row);
    return (
      gate !== null && gate.kind === 'review' && gate.actions.includes('approve') && waitsFor(person, gate)
    );
  });
}

async function showPlan(session: Session, rows: readonly CaseRow[]): Promise<void> {
  const { terminal } = session;
  if (terminal.json) return;
  terminal.say(`This approves ${rows.length} ${caseWord(onlyKind(rows))}s:`);
  const plan = table(
    rows,
    [
      ...caseColumns(rows, (row) => row, await pagesAmong(rows)),
      {
        head: 'WHY ASKED',
        value: (row) => shortReason(openGate(row)?.reasons ?? []),
        below: true,
      },
    ],
    terminal.width,
  );
  terminal.say(plan);
  for (const lifecycle of new Set(rows.map((row) => row.lifecycle)))
    terminal.say(wrap(reviewQuestionOf(lifecycle).approving, terminal.width));
}

/** One after the other: a refusal of one stops none of the others, and every one is told. */
async function approveEach(session: Session, rows: readonly CaseRow[], reason: string): Promise<void> {
  const { explain } = await import('../explain.ts');
  const answers: Array<{ case: string; reply?: DecisionReply; receiptFile?: string; problem?: CliFailure }> =
    [];
  for (const row of rows) {
    try {
      const reply = await decideOne(session, row.case, 'approve', { reason });
      answers.push({ case: row.case, reply, receiptFile: await saveReceipt(reply, undefined) });
    } catch (error) {
      answers.push({ case: row.case, problem: explain(error) });
    }
  }
  session.terminal.list(
    answers.map(({ problem, ...answer }) => ({
      ...answer,
      problem: problem ? failureProblem(problem.detail) : null,
    })),
    [
      { head: 'CASE', value: (answer) => answer.case },
      { head: 'ANSWER', value: (answer) => answer.problem?.title ?? 'approved', least: 20, lines: 9 },
    ],
    '',
  );
  const failed = answers.flatMap(({ problem }) => (problem ? [problem] : []));
  const [worst] = failed;
  if (!worst) return;
  throw new CliFailure({
    ...worst.detail,
    exit: failed.every((one) => one.detail.exit === worst.detail.exit) ? worst.detail.exit : EXIT.refused,
    title: `${failed.length} of ${rows.length} were not approved.`,
    fix: 'Look at each: quarterdeck reviews show CASE',
  });
}
