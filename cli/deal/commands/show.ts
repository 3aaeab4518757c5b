import { Command } from 'commander';
import type { CaseRow } from '../../../adapters/store/cases.ts';
import { conflictsOf } from '../../../adapters/store/deal/conflicts.ts';
import { registrationOf } from '../../../adapters/store/deal/registrations.ts';
import type { PersonRecord } from '../../../contracts/policy-authority.ts';
import type { AuditEntry } from '../../../domain/audit.ts';
import { conflictForPartner } from '../../../domain/deal/conflict-history.ts';
import { actingPerson } from '../../actor.ts';
import { caseStory } from '../../case-story.ts';
import { grouped, openGate, summaryText } from '../../case-text.ts';
import { findCase } from '../../find-case.ts';
import { fields, wrap } from '../../layout.ts';
import { nameOf, peopleById } from '../../people.ts';
import { readerCalendar } from '../../policy.ts';
import { inSession, type Session } from '../../session.ts';
import { table } from '../../table.ts';
import { clockTime, dueText } from '../../times.ts';
import { conflictText } from '../conflict-text.ts';
import { keptReading, readingRows } from '../reading-text.ts';

export function dealsShow(): Command {
  return new Command('show')
    .description('show one deal registration: where it stands, what happened, what was written')
    .argument('<case>', 'the case, or the beginning of its id')
    .addHelpText('after', '\nExample:\n  $ quarterdeck deals show deal:impartner:101')
    .action(inSession(show));
}

async function show(session: Session, said: string): Promise<void> {
  const person = await actingPerson(session);
  const { row, story, registration, people, reading, conflicts } = await session.db(async (tx) => {
    const row = await findCase(tx, said);
    const story = await caseStory(tx, row.case);
    const reading = await keptReading(tx, row.case);
    return {
      ...{ row, story, reading },
      registration: await registrationOf(tx, row.case),
      conflicts: await conflictsOf(tx, row.case),
      people: await peopleById(tx),
    };
  });
  const { terminal } = session;
  // Nothing of the other side is a partner's to see, whatever else they may read here.
  const partner = person?.role === 'partner';
  const shown = partner ? conflicts.map(conflictForPartner) : conflicts;
  terminal.data({ ...row, registration: registration ?? null, reading, conflicts: shown, ...story });
  if (terminal.json) return;
  const calendar = readerCalendar(person);
  const now = new Date().toISOString();
  const time = (at: string) => clockTime(at, now, calendar.zone);
  const gate = openGate(row);
  terminal.say(terminal.paint('bold', row.case));
  terminal.say(
    fields(
      [
        ...standing(row, people),
        ['registration', registration?.status ?? null],
        ['closed because', registration?.closureReason ?? null],
        ['protected until', registration?.protectedUntil ? time(registration.protectedUntil) : null],
        [
          'waits for',
          gate &&
            `${gate.assignee ? nameOf(people, gate.assignee) : gate.roles.join(' or ')}, ${dueText(gate.dueAt, now, calendar)}`,
        ],
        ['received', time(row.createdAt)],
        ['changed', time(row.updatedAt)],
      ],
      terminal.width,
    ),
  );
  const read = readingRows(reading);
  if (read.length > 0) {
    terminal.say('\nRead from free text and documents');
    terminal.say(fields(read, terminal.width));
  }
  if (conflicts.length > 0 && !partner) {
    terminal.say('\nWhat stands in its way');
    for (const line of conflicts.flatMap(conflictText)) terminal.say(wrap(line, terminal.width, '  '));
  }
  if (story.audit.length > 0) {
    terminal.say('\nHistory');
    const history = table(
      story.audit,
      [
        { head: 'WHEN', value: (one) => time(one.entry.at) },
        { head: 'WHO', value: (one) => nameOf(people, one.entry.actor), least: 8 },
        { head: 'WHAT', value: (one) => whatText(one.entry), least: 16 },
      ],
      terminal.width,
    );
    terminal.say(history);
  }
  if (story.effects.length > 0) {
    terminal.say('\nWritten to other systems');
    const written = table(
      story.effects,
      [
        { head: 'WHEN', value: (one) => time(one.at) },
        {
          head: 'WRITE',
          value: (one) => (one.undoes ? `undo of ${one.step.replace(/\/undo$/, '')}` : one.operation),
          least: 12,
        },
        { head: 'STATUS', value: (one) => one.status },
      ],
      terminal.width,
    );
    terminal.say(written);
  }
  if (gate) terminal.say(`\nDecide it: quarterdeck reviews show ${row.case}`);
}

function standing(row: CaseRow, people: Map<string, PersonRecord>): Array<readonly [string, string | null]> {
  const usd = grouped(summaryText(row, 'estimated_value'));
  return [
    ['customer', summaryText(row, 'customer_name')],
    ['partner', summaryText(row, 'partner_name') ?? row.partnerId],
    ['value', usd && `USD ${usd}`],
    ['status', row.status],
    ['outcome', row.outcome],
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

/** The action, and of what references it holds the one that says most. */
function whatText(entry: AuditEntry): string {
  const { action, triage_status, decision, operation, step, code, outcome, status } = entry;
  const said = [triage_status ?? decision, operation ?? step, code, outcome, status].find(
    (one) => typeof one === 'string',
  );
  return said === undefined ? action : `${action}: ${said}`;
}
