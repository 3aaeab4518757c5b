import { Command } from 'commander';
import { caseFacts } from '../../activities/case-facts.ts';
import { loadAuthority } from '../../adapters/store/authority.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { conflictsOf } from '../../adapters/store/deal/conflicts.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { excluding } from '../../domain/gate/authority.ts';
import { gatePolicy } from '../../installation/policy.ts';
import { actingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { openGate } from '../case-text.ts';
import { keptFills } from '../deal/fill-text.ts';
import { keptReading } from '../deal/reading-text.ts';
import { possibleDeciders } from '../deciders.ts';
import type { KeptEvidence } from '../evidence-text.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { findCase } from '../find-case.ts';
import { readerCalendar, readPolicy } from '../policy.ts';
import { printReview, type Review } from '../review-page.ts';
import { inSession, type Session } from '../session.ts';
import { temporalCommands } from '../temporal-commands.ts';
import { temporalTarget } from '../temporal-target.ts';
import { dueText } from '../times.ts';

export function reviewsShow(): Command {
  return new Command('show')
    .description('show one review: evidence, reasons, clock, who may decide, and how')
    .argument('<case>', 'the case, or the beginning of its id')
    .option('--at <instant>', 'count the time left from this instant instead of now', instant)
    .addHelpText('after', '\nExample:\n  $ quarterdeck reviews show deal:impartner:102')
    .action(inSession(show));
}

async function show(session: Session, said: string, options: { at?: string }): Promise<void> {
  const person = await actingPerson(session);
  const now = options.at ?? new Date().toISOString();
  const read = await session.db((tx) => readReview(tx, said, now));
  const { row, gate } = read;
  const calendar = readerCalendar(person);
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  const review: Review = {
    ...read,
    due: dueText(gate.dueAt, now, calendar),
    deciders: possibleDeciders(read.people, read.facts, gate, authority),
    commands: temporalCommands(row.case, gate, person?.id ?? null, temporalTarget(session.env), now),
    now,
    zone: calendar.zone,
  };
  session.terminal.data({
    case: row.case,
    status: row.status,
    summary: row.summary,
    gate,
    due: review.due,
    deciders: review.deciders.map(({ id, name, role }) => ({ id, name, role })),
    delegations: review.delegations,
    evidence: review.evidence,
    conflicts: review.conflicts,
    fills: review.fills,
    reading: review.reading,
    commands: review.commands,
  });
  printReview(session.terminal, review);
}

async function readReview(tx: Tx, said: string, now: string) {
  const row = await findCase(tx, said);
  const gate = openGate(row);
  if (!gate) throw nothingAsked(row);
  const { people, delegations } = await loadAuthority(tx);
  const evidence = await getEvidence(tx, gate.evidenceHash);
  return {
    row,
    gate,
    conflicts: await conflictsOf(tx, row.case),
    fills: await keptFills(tx, row.case, row.revision),
    reading: await keptReading(tx, row.case),
    evidence: (evidence ?? null) as unknown as KeptEvidence | null,
    facts: excluding(await caseFacts(tx, row.case), gate.notBy),
    people: new Map(Object.entries(people)),
    delegations: delegations.filter((one) => one.startsAt <= now && now < one.endsAt),
  };
}

function nothingAsked(row: CaseRow): CliFailure {
  return new CliFailure({
    exit: EXIT.stale,
    code: 'no_open_gate',
    title: `Nothing waits for a decision in ${row.case}: it is ${row.outcome ?? row.status}.`,
    fix: `What happened: quarterdeck deals show ${row.case}`,
    case: row.case,
  });
}
