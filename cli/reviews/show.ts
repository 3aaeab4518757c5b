import { Command } from 'commander';
import { caseFacts } from '../../activities/case-facts.ts';
import { loadAuthority } from '../../adapters/store/authority.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { noteOpened } from '../../adapters/store/openings.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { factsOf } from '../../domain/gate/gate.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { actingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { trustRoot } from '../authority.ts';
import { caseStory } from '../cases/case-story.ts';
import { openGate, rationaleOf, stateText } from '../cases/case-text.ts';
import { CASE_ARGUMENT, findCase } from '../cases/find-case.ts';
import { unsentNotices } from '../cases/history-text.ts';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { reviewOf } from '../lifecycles.ts';
import { gateCalendars, readPolicy } from '../policy.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { ticketsWithComments } from '../tickets/ticket-text.ts';
import { dueText } from '../times.ts';
import { possibleDeciders } from './deciders.ts';
import { refusedAmong } from './refused-text.ts';
import { printCommands, printReview, type Review } from './review-page.ts';
import { reviewCommands, temporalCommands } from './temporal-commands.ts';

export function reviewsShow(): Command {
  return new Command('show')
    .description('show one review: evidence, reasons, clock, who may decide, and how')
    .argument('<case>', CASE_ARGUMENT)
    .option('--commands', "every command that decides it, with Temporal's own and the JSON for its UI")
    .option('--at <instant>', 'count the time left from this instant instead of now', instant)
    .addHelpText('after', '\nExample:\n  $ quarterdeck reviews show deal:impartner:102')
    .action(inSession(show));
}

async function show(
  session: Session,
  said: string,
  options: { at?: string; commands?: true },
): Promise<void> {
  const person = await actingPerson(session);
  const now = options.at ?? applicationNow().toISOString();
  const zone = readerZone(person);
  const read = await session.db(async (tx) => {
    const review = await readReview(tx, await trustRoot(session, tx), said, { now, zone });
    if (person && review.gate.roles.includes(person.role))
      await noteOpened(tx, review.row.case, {
        by: person.id,
        at: applicationNow().toISOString(),
        trail: review.trail,
      });
    return review;
  });
  const { row, gate } = read;
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  const deciders = possibleDeciders(read.people, read.facts, gate, authority);
  // A command that is shown has to be one that works: in development somebody has to be named in it.
  const example = session.env.QUARTERDECK_ENVIRONMENT === 'development' ? deciders[0]?.id : undefined;
  const by = person?.id ?? example ?? null;
  const review: Review = {
    ...read,
    due: dueText(gate.dueAt, now, zone, gateCalendars(person, read.people)(gate)),
    deciders,
    answers: reviewCommands(row, gate, by, now),
  };
  if (!options.commands && !session.terminal.json) return printReview(session.terminal, review);
  const { temporalTarget } = await import('./temporal-target.ts');
  const commands = temporalCommands(temporalTarget(session.env), row, gate, by, now);
  printCommands(session.terminal, review, commands);
  session.terminal.data({
    case: row.case,
    status: row.status,
    summary: row.summary,
    gate,
    due: review.due,
    deciders: review.deciders.map(({ id, name, role }) => ({ id, name, role })),
    delegations: review.delegations,
    rationale: review.rationale,
    refused: review.refused,
    unsent: review.unsent,
    tickets: review.tickets,
    ...review.part.data,
    commands,
  });
}

async function readReview(
  tx: Tx,
  root: TrustRoot,
  said: string,
  { now, zone }: { now: string; zone: string },
) {
  const row = await findCase(tx, said);
  const gate = openGate(row);
  if (!gate) throw nothingAsked(row);
  const { people, delegations } = await loadAuthority(tx);
  const { audit: trail, history, effects } = await caseStory(tx, row.case);
  const of = await reviewOf(row.lifecycle);
  return {
    row,
    gate,
    trail,
    rationale: rationaleOf(row),
    unsent: unsentNotices(history, effects),
    refused: refusedAmong(history).filter(({ at }) => at >= gate.openedAt),
    of,
    part: await of.read(tx, { row, gate, now, zone }),
    tickets: await ticketsWithComments(tx, row.case),
    now,
    zone,
    facts: factsOf(await caseFacts(tx, root, row.case), gate),
    people: new Map(Object.entries(people)),
    delegations: delegations.filter((one) => one.startsAt <= now && now < one.endsAt),
  };
}

function nothingAsked(row: CaseRow): CliFailure {
  return new CliFailure({
    exit: EXIT.stale,
    code: 'no_open_gate',
    title: `Nothing waits for a decision in ${row.case}: it ${stateText(row)}.`,
    fix: `What happened: quarterdeck cases show ${row.case}`,
    case: row.case,
  });
}
