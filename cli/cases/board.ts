import { Command } from 'commander';
import { type CaseRow, listCases } from '../../adapters/store/cases.ts';
import { type DeadLetter, listDeadLetters } from '../../adapters/store/dead-letters.ts';
import { LIFECYCLES, type Lifecycle } from '../../domain/lifecycles.ts';
import { NOTHING_AGAINST, ruleWithCode } from '../../domain/rules.ts';
import { lifecycleFilter } from '../lifecycle-option.ts';
import { pagesAmong } from '../lifecycles.ts';
import { inSession, type Session } from '../session.ts';
import { type BoardEntry, boardGroups, boardText } from './board-text.ts';
import type { CasePages } from './case-pages.ts';
import { openGate } from './case-text.ts';
import { caseWord, onlyKind, SUBMIT_ONE } from './case-word.ts';

/** More than a board can show; it says when it leaves something out. */
const MOST = 5_000;

export function casesBoard(): Command {
  return new Command('board')
    .description('what happened to every case, and why, in groups')
    .addOption(lifecycleFilter())
    .addHelpText('after', '\nExample:\n  $ quarterdeck cases board')
    .action(inSession(board));
}

async function board(session: Session, { lifecycle }: { lifecycle?: Lifecycle }): Promise<void> {
  const of = lifecycle ? [lifecycle] : LIFECYCLES;
  // To somebody of a partner the cases of others do not exist, and what was rejected is nobody's yet.
  const partnerId = await partnerOf(session);
  const [cases, letters] = await Promise.all([
    session.db((tx) => listCases(tx, { lifecycle: of, ...(partnerId && { partnerId }), limit: MOST })),
    partnerId ? [] : session.db((tx) => listDeadLetters(tx, { lifecycle: of, retried: false, limit: MOST })),
  ]);
  const pages = await pagesAmong(cases);
  const groups = boardGroups([
    ...cases.map((row) => ofCase(row, pages(row.lifecycle))),
    ...letters.map(ofLetter),
  ]);
  const { terminal } = session;
  if (terminal.json) return terminal.data(groups);
  if (groups.length === 0) return terminal.say(`No ${caseWord(lifecycle)} yet. ${SUBMIT_ONE}`);
  const word = `${caseWord(lifecycle ?? onlyKind(cases))}s`;
  terminal.say(boardText(groups, word, terminal.width));
  if (cases.length === MOST) terminal.say(`\nOnly the ${MOST} that changed last.`);
}

/** The partner that the reader belongs to. People and their roles are loaded only where somebody is named. */
async function partnerOf(session: Session): Promise<string | null> {
  if (!(session.options.as ?? session.env.QUARTERDECK_PERSON)) return null;
  const { actingPerson } = await import('../actor.ts');
  return (await actingPerson(session))?.partnerId ?? null;
}

function ofCase(row: CaseRow, pages: CasePages): BoardEntry {
  const rules = row.summary.rules;
  const first = openGate(row)?.reasons[0]?.rule ?? (Array.isArray(rules) ? rules[0] : undefined);
  const why = typeof first === 'string' ? ruleWithCode(first) : withoutRule(row);
  return { what: whatOf(row), why, who: `${row.source}/${nameOf(row, pages)}` };
}

/** Mails and documents have no id that says anything to people: what they are about stands for them. */
function nameOf(row: CaseRow, pages: CasePages): string {
  return (row.externalId.startsWith('t_') ? pages.headline(row).about : null) ?? row.externalId;
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
