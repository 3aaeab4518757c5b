import { Command } from 'commander';
import type { CaseRow } from '../../adapters/store/cases.ts';
import type { PersonRecord } from '../../contracts/person-record.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import { actingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { fields, wrap } from '../layout.ts';
import { pagesOf } from '../lifecycles.ts';
import { peopleById, personName } from '../people.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { table } from '../table.ts';
import { TICKETS_HEADING, ticketLines, ticketsWithComments } from '../tickets/ticket-text.ts';
import { clockTime, dueText } from '../times.ts';
import type { CasePages, Reader } from './case-pages.ts';
import { type CaseStory, caseStory, storyForPartner } from './case-story.ts';
import { amountText, openGate, rationaleOf } from './case-text.ts';
import { CASE_ARGUMENT, findCase, noCase } from './find-case.ts';
import { historyLines, printHistory, saidText } from './history-text.ts';

export function casesShow(): Command {
  return new Command('show')
    .description('show one case: where it stands, what happened, what was written')
    .argument('<case>', CASE_ARGUMENT)
    .option('--as-of <instant>', 'as it stood then, by its audit trail', instant)
    .addHelpText('after', '\nExample:\n  $ quarterdeck cases show deal:impartner:101')
    .action(inSession(show));
}

/** Shows one case. @param asOf UTC, ISO 8601: as it stood then */
export async function show(session: Session, said: string, { asOf }: { asOf?: string } = {}): Promise<void> {
  if (asOf) return (await import('./show-as-of.ts')).showAsOf(session, said, asOf);
  const person = await actingPerson(session);
  // Nothing of the other side is a partner's to see, whatever else they may read here: words of people may name it.
  const partner = person?.role === 'partner';
  const { row, pages, part, story, tickets, people } = await session.db(async (tx) => {
    const found = await findCase(tx, said);
    // To somebody of another partner the case does not exist.
    if (partner && person.partnerId !== found.partnerId) throw noCase(said);
    const row = partner ? forPartner(found) : found;
    const told = await caseStory(tx, row.case);
    const pages = await pagesOf(row.lifecycle);
    return {
      ...{ row, pages, story: partner ? storyForPartner(told) : told },
      part: await pages.show(tx, row, partner),
      tickets: partner ? [] : await ticketsWithComments(tx, row.case),
      people: await peopleById(tx),
    };
  });
  const { terminal } = session;
  const { audit, decisions, effects } = story;
  terminal.data({ ...row, ...part.data, audit, decisions, effects, tickets });
  if (terminal.json) return;
  const zone = readerZone(person);
  const { width } = terminal;
  const reader: Reader = { now: applicationNow().toISOString(), zone, width, people };
  const time = (at: string) => clockTime(at, reader.now, reader.zone);
  const gate = openGate(row);
  const waitsFor = gate && (await waitsForText(gate, person, reader));
  terminal.say(terminal.paint('bold', row.case));
  terminal.say(
    fields(
      [
        ...standing(row, pages, story, reader),
        ...part.fields(reader),
        ['waits for', waitsFor],
        ['received', time(row.openedAt)],
        ['changed', time(row.updatedAt)],
      ],
      width,
    ),
  );
  const rationale = rationaleOf(row);
  if (rationale) terminal.say(`\nRationale, ${rationale.writtenBy}\n${wrap(rationale.text, width, '  ')}`);
  for (const { heading, lines } of part.sections) {
    const shown = lines(width);
    if (shown.length > 0) terminal.say(`\n${heading}\n${shown.join('\n')}`);
  }
  if (tickets.length > 0) {
    terminal.say(`\n${TICKETS_HEADING}`);
    for (const line of ticketLines(tickets, time)) terminal.say(wrap(line, width, '  '));
  }
  printHistory(terminal, historyLines(story, people), time);
  if (effects.length > 0) {
    terminal.say('\nWritten to other systems');
    const written = table(
      effects,
      [
        { head: 'WHEN', value: (one) => time(one.at) },
        { head: 'WRITE', value: (one) => one.name, least: 12, lines: 3 },
        { head: 'STATUS', value: (one) => one.status },
      ],
      width,
    );
    terminal.say(written);
  }
  if (gate) terminal.say(`\nDecide it: quarterdeck reviews show ${row.case}`);
}

function standing(
  row: CaseRow,
  pages: CasePages,
  story: CaseStory,
  { people, now, zone }: Reader,
): Array<readonly [string, string | null]> {
  const undone = row.status === 'rolled_back' || row.status === 'rollback_incomplete';
  const { about, amountUsd } = pages.headline(row);
  const usd = amountText(amountUsd);
  const decided = (actions: readonly string[]) =>
    decidedText(story, actions, people, (at) => clockTime(at, now, zone));
  return [
    [pages.about, about],
    ['partner', row.partnerId],
    ['value', usd && `USD ${usd}`],
    ['status', row.status.replaceAll('_', ' ')],
    ['outcome', row.outcome && undone ? `${row.outcome}, taken back since` : row.outcome],
    ['rolled back by', undone ? decided(['rollback']) : null],
    ['decided by', decided(['approve', 'reject', 'override'])],
    ['segment', row.segment && `${row.segment}${row.mode ? ` (${row.mode})` : ''}`],
    ['open problem', row.openProblem === 'none' ? null : row.openProblem],
    ['assignee', row.assignee && personName(people, row.assignee)],
    ['revision', row.revision > 1 ? String(row.revision) : null],
    ['follows', row.previousCase],
    ['sample', row.sample ? 'yes, a record of the sample channel' : null],
  ];
}

/** The last such decision of a person: who, when, and the words they gave for it. */
function decidedText(
  { decisions }: CaseStory,
  actions: readonly string[],
  people: Reader['people'],
  time: (at: string) => string,
): string | null {
  const last = decisions.findLast(({ action }) => actions.includes(action));
  return last ? `${personName(people, last.by)}, ${time(last.at)}, ${saidText(last, people)}` : null;
}

function forPartner(row: CaseRow): CaseRow {
  const { rationale: _, rules: __, ...summary } = row.summary;
  return { ...row, gate: null, summary };
}

/** `Ana Ruiz, due Mon 16:00 CET, 3 business hours left`. Working hours are looked up only for this. */
async function waitsForText(
  gate: GateView,
  person: PersonRecord | null,
  { now, zone, people }: Reader,
): Promise<string> {
  const { gateCalendars } = await import('../policy.ts');
  const who = gate.assignee ? personName(people, gate.assignee) : gate.roles.join(' or ');
  return `${who}, ${dueText(gate.dueAt, now, zone, gateCalendars(person, people)(gate))}`;
}
