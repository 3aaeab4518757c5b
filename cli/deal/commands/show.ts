import { Command } from 'commander';
import type { CaseRow } from '../../../adapters/store/cases.ts';
import { conflictsOf } from '../../../adapters/store/deal/conflicts.ts';
import { type PrefilledClaim, prefilledClaimOf } from '../../../adapters/store/deal/mdf-claims.ts';
import { registrationOf } from '../../../adapters/store/deal/registrations.ts';
import type { PersonRecord } from '../../../contracts/policy-authority.ts';
import { conflictForPartner } from '../../../domain/deal/conflict-history.ts';
import { ruleName } from '../../../domain/rules.ts';
import { actingPerson } from '../../actor.ts';
import { instant } from '../../arguments.ts';
import { type CaseStory, caseStory, storyForPartner } from '../../case-story.ts';
import { grouped, openGate, rationaleOf, summaryText } from '../../case-text.ts';
import { applicationNow } from '../../clock.ts';
import { CASE_ARGUMENT, findCase, noCase } from '../../find-case.ts';
import { historyLines, printHistory, saidText } from '../../history-text.ts';
import { fields, wrap } from '../../layout.ts';
import { nameOf, peopleById } from '../../people.ts';
import { readerCalendar } from '../../policy.ts';
import { inSession, type Session } from '../../session.ts';
import { table } from '../../table.ts';
import { TICKETS_HEADING, ticketLines, ticketsWithComments } from '../../tickets-text.ts';
import { clockTime, dueText } from '../../times.ts';
import { conflictText } from '../conflict-text.ts';
import { keptReading, readingRows } from '../reading-text.ts';
import { showAsOf } from '../show-as-of.ts';

export function dealsShow(): Command {
  return new Command('show')
    .description('show one deal registration: where it stands, what happened, what was written')
    .argument('<case>', CASE_ARGUMENT)
    .option('--as-of <instant>', 'as it stood then, by its audit trail', instant)
    .addHelpText('after', '\nExample:\n  $ quarterdeck deals show deal:impartner:101')
    .action(inSession(show));
}

async function show(session: Session, said: string, { asOf }: { asOf?: string }): Promise<void> {
  if (asOf) return showAsOf(session, said, asOf);
  const person = await actingPerson(session);
  // Nothing of the other side is a partner's to see, whatever else they may read here: words of people may name it.
  const partner = person?.role === 'partner';
  const { row, story, registration, claim, people, reading, conflicts, tickets } = await session.db(
    async (tx) => {
      const found = await findCase(tx, said);
      // To somebody of another partner the case does not exist.
      if (partner && person.partnerId !== found.partnerId) throw noCase(said);
      const row = partner ? forPartner(found) : found;
      const told = await caseStory(tx, row.case);
      const story = partner ? storyForPartner(told) : told;
      const reading = await keptReading(tx, row.case);
      return {
        ...{ row, story, reading },
        registration: await registrationOf(tx, row.case),
        claim: (await prefilledClaimOf(tx, row.case)) ?? null,
        conflicts: await conflictsOf(tx, row.case),
        people: await peopleById(tx),
        tickets: partner ? [] : await ticketsWithComments(tx, row.case),
      };
    },
  );
  const { terminal } = session;
  const shown = partner ? conflicts.map(conflictForPartner) : conflicts;
  const { audit, decisions, effects } = story;
  terminal.data({
    ...{ ...row, registration: registration ?? null, claim, reading, conflicts: shown },
    ...{ audit, decisions, effects, tickets },
  });
  if (terminal.json) return;
  const calendar = readerCalendar(person);
  const now = applicationNow().toISOString();
  const time = (at: string) => clockTime(at, now, calendar.zone);
  const gate = openGate(row);
  terminal.say(terminal.paint('bold', row.case));
  terminal.say(
    fields(
      [
        ...standing(row, story, people, time),
        ['registration', registration?.status ?? null],
        ['closed because', registration?.closureReason ?? null],
        ['claim pre-filled', claim && claimText(claim)],
        ['protected until', registration?.protectedUntil ? time(registration.protectedUntil) : null],
        [
          'waits for',
          gate &&
            `${gate.assignee ? nameOf(people, gate.assignee) : gate.roles.join(' or ')}, ${dueText(gate.dueAt, now, calendar)}`,
        ],
        ['received', time(row.openedAt)],
        ['changed', time(row.updatedAt)],
      ],
      terminal.width,
    ),
  );
  const rationale = rationaleOf(row);
  if (rationale)
    terminal.say(`\nRationale, ${rationale.writtenBy}\n${wrap(rationale.text, terminal.width, '  ')}`);
  const read = readingRows(reading);
  if (read.length > 0) {
    terminal.say('\nRead from free text and documents');
    terminal.say(fields(read, terminal.width));
  }
  if (conflicts.length > 0 && !partner) {
    terminal.say('\nWhat stands in its way');
    for (const line of conflicts.flatMap(conflictText)) terminal.say(wrap(line, terminal.width, '  '));
  }
  if (tickets.length > 0) {
    terminal.say(`\n${TICKETS_HEADING}`);
    for (const line of ticketLines(tickets, time)) terminal.say(wrap(line, terminal.width, '  '));
  }
  printHistory(terminal, historyLines(story, people), time);
  if (story.effects.length > 0) {
    terminal.say('\nWritten to other systems');
    const written = table(
      story.effects,
      [
        { head: 'WHEN', value: (one) => time(one.at) },
        { head: 'WRITE', value: (one) => one.name, least: 12, lines: 3 },
        { head: 'STATUS', value: (one) => one.status },
      ],
      terminal.width,
    );
    terminal.say(written);
  }
  if (gate) terminal.say(`\nDecide it: quarterdeck reviews show ${row.case}`);
}

function standing(
  row: CaseRow,
  story: CaseStory,
  people: Map<string, PersonRecord>,
  time: (at: string) => string,
): Array<readonly [string, string | null]> {
  const undone = row.status === 'rolled_back' || row.status === 'rollback_incomplete';
  const usd = grouped(summaryText(row, 'estimated_value'));
  return [
    ['customer', summaryText(row, 'customer_name')],
    ['partner', row.partnerId],
    ['value', usd && `USD ${usd}`],
    ['status', row.status.replaceAll('_', ' ')],
    ['outcome', row.outcome && undone ? `${row.outcome}, taken back since` : row.outcome],
    ['rolled back by', undone ? decidedText(story, ['rollback'], people, time) : null],
    ['decided by', decidedText(story, ['approve', 'reject', 'override'], people, time)],
    ['triage_status', summaryText(row, 'triage_status')],
    ['confidence_score', summaryText(row, 'confidence_score')],
    ['segment', row.segment && `${row.segment}${row.mode ? ` (${row.mode})` : ''}`],
    ['open problem', row.openProblem === 'none' ? null : row.openProblem],
    ['assignee', row.assignee && nameOf(people, row.assignee)],
    ['revision', row.revision > 1 ? String(row.revision) : null],
    ['follows', row.previousCase],
    ['sample', row.sample ? 'yes, a record of the sample channel' : null],
  ];
}

/** The claim on market development funds that the registration proposes, and what speaks against it. */
function claimText({ claim, campaign, amount, problems }: PrefilledClaim): string {
  const against = problems.length === 0 ? 'nothing speaks against it' : problems.map(ruleName).join(', ');
  const money = amount && `${amount.currency} ${grouped(amount.amount)}`;
  return `${[claim, campaign, money].filter(Boolean).join(', ')}; ${against}`;
}

/** The last such decision of a person: who, when, and the words they gave for it. */
function decidedText(
  { decisions }: CaseStory,
  actions: readonly string[],
  people: Map<string, PersonRecord>,
  time: (at: string) => string,
): string | null {
  const last = decisions.findLast(({ action }) => actions.includes(action));
  return last ? `${nameOf(people, last.by)}, ${time(last.at)}, ${saidText(last, people)}` : null;
}

function forPartner(row: CaseRow): CaseRow {
  const { rationale: _, rules: __, ...summary } = row.summary;
  return { ...row, gate: null, summary };
}
