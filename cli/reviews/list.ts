import { Command } from 'commander';
import { type CaseRow, listCases } from '../../adapters/store/cases.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { CaseKind } from '../../domain/case.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { actingPerson } from '../actor.ts';
import { instant, wholeNumber } from '../arguments.ts';
import { caseColumns } from '../cases/case-columns.ts';
import { openGate, shortReason } from '../cases/case-text.ts';
import { SUBMIT_ONE } from '../cases/case-word.ts';
import { applicationNow } from '../clock.ts';
import { lifecycleFilter } from '../lifecycle-option.ts';
import { pagesAmong } from '../lifecycles.ts';
import { peopleById } from '../people.ts';
import { gateCalendars } from '../policy.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { dueText } from '../times.ts';

interface Options {
  lifecycle?: Lifecycle;
  all?: true;
  partner?: string;
  overdue?: true;
  at?: string;
  limit: number;
}

/** What is said of every review for `--json`; its headline and what its lifecycle lists stand beside it. */
interface Review {
  case: string;
  lifecycle: CaseKind;
  kind: string;
  partner: string | null;
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
    .addOption(lifecycleFilter())
    .option('--partner <id>', "only this partner's")
    .option('--overdue', 'only what is past its time')
    .option('--at <instant>', 'count the time left from this instant instead of now', instant)
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .addHelpText('after', '\nExample:\n  $ quarterdeck reviews list --all --overdue')
    .action(inSession(list));
}

async function list(session: Session, options: Options): Promise<void> {
  const person = await actingPerson(session);
  const zone = readerZone(person);
  const calendarOf = gateCalendars(person, await session.db(peopleById));
  const now = options.at ?? applicationNow().toISOString();
  const { lifecycle } = options;
  const rows = await session.db((tx) =>
    listCases(tx, { ...(lifecycle && { lifecycle }), gateOpen: true, limit: 10_000 }),
  );
  const waiting = rows.flatMap((row) => {
    const gate = openGate(row);
    return gate ? [{ row, gate, forYou: person !== null && waitsFor(person, gate) }] : [];
  });
  const mine = options.all || !person ? waiting : waiting.filter(({ forYou }) => forYou);
  const found = mine
    .filter(({ row }) => !options.partner || row.partnerId === options.partner)
    .filter(({ gate }) => !options.overdue || gate.dueAt < now)
    .sort((a, b) => a.gate.dueAt.localeCompare(b.gate.dueAt) || a.row.case.localeCompare(b.row.case));
  const pages = await pagesAmong(rows);
  const shown = found.slice(0, options.limit).map(({ row, gate, forYou }) => {
    const { headline, listed } = pages(row.lifecycle);
    const due = dueText(gate.dueAt, now, zone, calendarOf(gate));
    return { row, review: { ...reviewOf(row, gate, { forYou, due }), ...headline(row), ...listed(row) } };
  });
  const { terminal } = session;
  if (terminal.json) return terminal.data(shown.map(({ review }) => review));
  terminal.list(
    shown,
    [
      ...caseColumns(shown, ({ row }) => row, pages),
      { head: 'WHY', value: ({ review }) => shortReason(review.reasons), below: true },
      {
        head: 'DUE',
        value: ({ review }) => shortDue(review),
        least: 22,
        lines: 2,
      },
    ],
    shown.length > 0
      ? ''
      : emptyText({ waiting: waiting.length, mine: mine.length, cases: await caseCount(session), options }),
  );
  if (shown.length === 0) return;
  if (shown.some(({ review }) => shortDue(review).includes(SHORT)))
    terminal.say(`\n${SHORT}: business hours, of whoever has it, until it is due.`);
  const others = waiting.length - mine.length;
  if (found.length > shown.length) terminal.say(`… and ${found.length - shown.length} more (--limit)`);
  if (others > 0) terminal.say(`\n${others} ${waits(others)} for others (--all).`);
}

const SHORT = 'b.h.';

/** `Mon 16:00 CET, 3 b.h.`, `Mon 16:00 CET, 3 b.h. ago` */
function shortDue({ paused, due }: Pick<Review, 'paused' | 'due'>): string {
  if (paused) return 'partner is asked';
  return due.replace(/^(was )?due | left$/g, '').replace(/business hours?/, SHORT);
}

function reviewOf(row: CaseRow, gate: GateView, { forYou, due }: Pick<Review, 'forYou' | 'due'>): Review {
  return {
    ...{ case: row.case, lifecycle: row.lifecycle, kind: gate.kind, partner: row.partnerId },
    ...{ round: gate.round, dueAt: gate.dueAt, due, paused: gate.paused },
    ...{ assignee: gate.assignee, roles: gate.roles, forYou, openProblem: row.openProblem },
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
  if (cases === 0) return `No case yet. ${SUBMIT_ONE}`;
  if (waiting === 0) return 'Nothing waits for a decision.';
  if (mine === 0) return `Nothing waits for you; ${waiting} ${waits(waiting)} for others (--all).`;
  const asked = [
    options.lifecycle && `--lifecycle ${options.lifecycle}`,
    options.partner && `--partner ${options.partner}`,
    options.overdue && '--overdue',
  ];
  return `Nothing matches ${asked.filter(Boolean).join(' ')}; ${mine} ${waits(mine)} without it.`;
}

function waits(count: number): string {
  return count === 1 ? 'waits' : 'wait';
}
