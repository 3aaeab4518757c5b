import { Command } from 'commander';
import { type CaseRow, listCases } from '../../adapters/store/cases.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import { actingPerson } from '../actor.ts';
import { instant, wholeNumber } from '../arguments.ts';
import { grouped, openGate, shortReason, summaryText } from '../case-text.ts';
import { applicationNow } from '../clock.ts';
import { readerCalendar } from '../policy.ts';
import { inSession, type Session } from '../session.ts';
import { dueText } from '../times.ts';

interface Options {
  all?: true;
  partner?: string;
  overdue?: true;
  at?: string;
  limit: number;
}

interface Review {
  case: string;
  kind: string;
  customer: string | null;
  partner: string | null;
  estimated_value: string | null;
  confidence_score: string | null;
  triage_status: string | null;
  round: number;
  dueAt: string;
  due: string;
  /** The clock stands still while the partner is asked; `due` is then the partner's. */
  paused: boolean;
  assignee: string | null;
  roles: string[];
  forYou: boolean;
  openProblem: string;
  reasons: GateView['reasons'];
}

export function reviewsList(): Command {
  return new Command('list')
    .description('list what waits for your decision, most urgent first')
    .option('--all', 'also what waits for others')
    .option('--partner <id>', "only this partner's")
    .option('--overdue', 'only what is past its time')
    .option('--at <instant>', 'count the time left from this instant instead of now', instant)
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .addHelpText('after', '\nExample:\n  $ quarterdeck reviews list --all --overdue')
    .action(inSession(list));
}

async function list(session: Session, options: Options): Promise<void> {
  const person = await actingPerson(session);
  const calendar = readerCalendar(person);
  const now = options.at ?? applicationNow().toISOString();
  const rows = await session.db((tx) => listCases(tx, { gateOpen: true, limit: 10_000 }));
  const waiting = rows.flatMap((row) => {
    const gate = openGate(row);
    return gate ? [{ row, gate, forYou: person !== null && waitsFor(person, gate) }] : [];
  });
  const mine = options.all || !person ? waiting : waiting.filter(({ forYou }) => forYou);
  const found = mine
    .filter(({ row }) => !options.partner || row.partnerId === options.partner)
    .filter(({ gate }) => !options.overdue || gate.dueAt < now)
    .sort((a, b) => a.gate.dueAt.localeCompare(b.gate.dueAt) || a.row.case.localeCompare(b.row.case));
  const shown = found
    .slice(0, options.limit)
    .map(({ row, gate, forYou }) => reviewOf(row, gate, forYou, dueText(gate.dueAt, now, calendar)));
  const { terminal } = session;
  terminal.list(
    shown,
    [
      { head: 'CASE', value: (review) => review.case },
      { head: 'CUSTOMER', value: (review) => review.customer, least: 10 },
      { head: 'USD', value: (review) => grouped(review.estimated_value), align: 'right' },
      { head: 'WHY', value: (review) => shortReason(review.reasons), least: 12, lines: 3 },
      {
        head: 'DUE',
        value: (review) => (review.paused ? 'partner is asked' : review.due.replace(/^(was )?due /, '')),
        least: 14,
        lines: 3,
      },
    ],
    shown.length > 0
      ? ''
      : emptyText({ waiting: waiting.length, mine: mine.length, cases: await caseCount(session), options }),
  );
  if (terminal.json || shown.length === 0) return;
  const others = waiting.length - mine.length;
  if (found.length > shown.length) terminal.say(`… and ${found.length - shown.length} more (--limit)`);
  if (others > 0) terminal.say(`\n${others} ${waits(others)} for others (--all).`);
}

function reviewOf(row: CaseRow, gate: GateView, forYou: boolean, due: string): Review {
  return {
    case: row.case,
    kind: gate.kind,
    customer: row.title ?? summaryText(row, 'customer_name'),
    partner: row.partnerId,
    estimated_value: row.amountUsd ?? summaryText(row, 'estimated_value'),
    confidence_score: summaryText(row, 'confidence_score'),
    triage_status: summaryText(row, 'triage_status'),
    round: gate.round,
    dueAt: gate.dueAt,
    due,
    paused: gate.paused,
    assignee: gate.assignee,
    roles: gate.roles,
    forYou,
    openProblem: row.openProblem,
    reasons: gate.reasons,
  };
}

/** Assigned to the person, or to nobody in particular and open to the person's role. */
export function waitsFor(person: PersonRecord, gate: GateView): boolean {
  return gate.assignee === null ? gate.roles.includes(person.role) : gate.assignee === person.id;
}

async function caseCount(session: Session): Promise<number> {
  const { rows } = await session.db((tx) =>
    tx.query<{ all: number }>('select count(*)::int as all from cases'),
  );
  return rows[0]?.all ?? 0;
}

function emptyText(found: { waiting: number; mine: number; cases: number; options: Options }): string {
  const { waiting, mine, cases, options } = found;
  if (cases === 0) return 'No case yet. Submit a registration: quarterdeck deals submit FILE';
  if (waiting === 0) return 'Nothing waits for a decision.';
  if (mine === 0) return `Nothing waits for you; ${waiting} ${waits(waiting)} for others (--all).`;
  const asked = [options.partner && `--partner ${options.partner}`, options.overdue && '--overdue'];
  return `Nothing matches ${asked.filter(Boolean).join(' ')}; ${mine} ${waits(mine)} without it.`;
}

function waits(count: number): string {
  return count === 1 ? 'waits' : 'wait';
}
