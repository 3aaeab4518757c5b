import { Command } from 'commander';
import { type CaseRow, listCases } from '../../../adapters/store/cases.ts';
import { type DeadLetter, listDeadLetters } from '../../../adapters/store/dead-letters.ts';
import { NOTHING_AGAINST, ruleWithCode } from '../../../domain/rules.ts';
import { openGate, summaryText } from '../../case-text.ts';
import { inSession, type Session } from '../../session.ts';
import { type BoardEntry, boardText, grouped } from '../board.ts';

/** More than a board can show; it says when it leaves something out. */
const MOST = 5_000;

export function dealsBoard(): Command {
  return new Command('board')
    .description('what happened to every deal registration, and why, in groups')
    .addHelpText('after', '\nExample:\n  $ quarterdeck deals board')
    .action(inSession(board));
}

async function board(session: Session): Promise<void> {
  const [cases, letters] = await Promise.all([
    session.db((tx) => listCases(tx, { lifecycle: 'deal', limit: MOST })),
    session.db((tx) => listDeadLetters(tx, { retried: false, limit: MOST })),
  ]);
  const groups = grouped([...cases.map(ofCase), ...letters.map(ofLetter)]);
  const { terminal } = session;
  if (terminal.json) return terminal.data(groups);
  if (groups.length === 0)
    return terminal.say('No deal registration yet. Submit one: quarterdeck deals submit FILE');
  terminal.say(boardText(groups, terminal.width));
  if (cases.length === MOST) terminal.say(`\nOnly the ${MOST} that changed last.`);
}

function ofCase(row: CaseRow): BoardEntry {
  const rules = row.summary.rules;
  const first = openGate(row)?.reasons[0]?.rule ?? (Array.isArray(rules) ? rules[0] : undefined);
  const why = typeof first === 'string' ? ruleWithCode(first) : withoutRule(row);
  return { what: whatOf(row), why, who: `${row.source}/${nameOf(row)}` };
}

/** Mails and documents have no id that says anything to people: the customer stands for them. */
function nameOf(row: CaseRow): string {
  return (row.externalId.startsWith('t_') ? summaryText(row, 'customer_name') : null) ?? row.externalId;
}

function withoutRule({ summary, status }: CaseRow): string {
  if (!Array.isArray(summary.rules)) return 'not looked at yet';
  return status === 'waiting_for_decision' ? NOTHING_AGAINST : 'nothing speaks against it';
}

function whatOf({ status, mode, outcome }: CaseRow): string {
  if (mode === 'shadow') return 'only watched (shadow)';
  if (status === 'completed') return outcome ?? 'ended';
  if (mode === 'off') return 'parked (off)';
  return WHAT[status] ?? status.replaceAll('_', ' ');
}

const WHAT: Partial<Record<CaseRow['status'], string>> = {
  running: 'under way',
  waiting_for_decision: 'waits for a decision',
  waiting_for_partner: 'waits for the partner',
};

function ofLetter({ source, problem, id }: DeadLetter): BoardEntry {
  return {
    what: 'kept as a dead letter',
    why: `${problem.title.replace(/\.$/, '')} (${problem.code})`,
    who: `${source}/${id.slice(-6)}`,
  };
}
