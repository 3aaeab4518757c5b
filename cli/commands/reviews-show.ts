import { Command } from 'commander';
import { loadAuthority } from '../../adapters/store/authority.ts';
import type { CaseRow } from '../../adapters/store/cases.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { Delegation } from '../../domain/authority.ts';
import type { DealEvidence } from '../../domain/deal-evidence.ts';
import type { GateView } from '../../domain/gate.ts';
import { gatePolicy } from '../../workers/policy.ts';
import { actingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { openGate, summaryText } from '../case-text.ts';
import { possibleDeciders } from '../deciders.ts';
import { dealEvidenceText } from '../evidence-text.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { findCase } from '../find-case.ts';
import { fields, wrap } from '../layout.ts';
import { nameOf } from '../people.ts';
import { readerCalendar, readPolicy } from '../policy.ts';
import { inSession, type Session } from '../session.ts';
import { temporalCommands } from '../temporal-commands.ts';
import { temporalTarget } from '../temporal-target.ts';
import { clockTime, dueText } from '../times.ts';

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
  const { row, gate, evidence, people, delegations } = read;
  const calendar = readerCalendar(person);
  const commands = temporalCommands(row.case, gate, person?.id ?? null, temporalTarget(session.env));
  const { authority: policy } = readPolicy((folder) => gatePolicy(folder, 'production')());
  const deciders = possibleDeciders(people, row, gate, policy);
  const due = dueText(gate.dueAt, now, calendar);
  const { terminal } = session;
  terminal.data({
    case: row.case,
    status: row.status,
    summary: row.summary,
    gate,
    due,
    deciders: deciders.map(({ id, name, role }) => ({ id, name, role })),
    delegations,
    evidence: evidence ?? null,
    commands,
  });
  if (terminal.json) return;
  const { width } = terminal;
  const heading = (text: string) => terminal.say(`\n${terminal.paint('bold', text)}`);
  const score = summaryText(row, 'confidence_score');
  terminal.say(terminal.paint('bold', `${row.case}, round ${gate.round}`));
  terminal.say(
    fields(
      [
        ['question', QUESTIONS[gate.kind]],
        ['triage_status', summaryText(row, 'triage_status')],
        ['confidence_score', score && `${score} of 100`],
        ['clock', gate.paused ? `stands still while the partner is asked; ${due}` : due],
        ['assigned to', gate.assignee ? nameOf(people, gate.assignee) : 'nobody yet'],
        ['may decide', deciders.map((one) => `${one.name} (${one.id})`).join(', ') || gate.roles.join(', ')],
        ['in their place', delegationsText(delegations, people, deciders, now, calendar.zone)],
        [
          'approvals',
          gate.quorum > 1
            ? `${gate.approvals.length} of ${gate.quorum}: ${gate.approvals.map((id) => nameOf(people, id)).join(', ') || 'none yet'}`
            : null,
        ],
        ['asked the partner', gate.questions.length > 0 ? gate.questions.join(' / ') : null],
      ],
      width,
    ),
  );
  heading('Why a person is asked');
  for (const reason of gate.reasons) {
    const value = reason.value === undefined ? '' : ` = ${reason.value}`;
    terminal.say(wrap(`${reason.rule}: ${reason.text}`, width, '  '));
    terminal.say(wrap(`${reason.source}${value}`, width, '      '));
  }
  if (evidence) showEvidence(session, evidence, gate.evidenceHash, heading);
  heading('Decide');
  for (const { review } of commands) terminal.say(`  ${review}`);
  heading("The same with Temporal's own command line");
  for (const one of commands) terminal.say(`${one.update}\n${one.signal}\n`);
  terminal.say(
    'In the Temporal UI, Update or Signal with this input, TOKEN from `quarterdeck reviews sign`:',
  );
  for (const { action, json } of commands) terminal.say(`  ${action}\n    ${json}`);
}

async function readReview(tx: Tx, said: string, now: string) {
  const row = await findCase(tx, said);
  const gate = openGate(row);
  if (!gate) throw nothingAsked(row);
  const { people, delegations } = await loadAuthority(tx);
  return {
    row,
    gate,
    evidence: (await getEvidence(tx, gate.evidenceHash)) as unknown as DealEvidence | undefined,
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

function showEvidence(
  session: Session,
  evidence: DealEvidence,
  hash: string,
  heading: (text: string) => void,
): void {
  const { terminal } = session;
  const text = dealEvidenceText(evidence);
  heading(`Evidence ${hash.slice(0, 12)}, read ${evidence.asOf}`);
  terminal.say(fields([...text.submission, ...text.partner], terminal.width));
  if (text.candidates.length === 0) terminal.say('  No record that may be the same customer.');
  else terminal.say('  May be the same customer:');
  for (const candidate of text.candidates) {
    terminal.say(`    ${wrap(candidate, terminal.width, '      ').trimStart()}`);
  }
}

function delegationsText(
  delegations: readonly Delegation[],
  people: Map<string, PersonRecord>,
  deciders: PersonRecord[],
  now: string,
  zone: string,
): string | null {
  const able = new Set(deciders.map((one) => one.id));
  const texts = delegations
    .filter((one) => able.has(one.from))
    .map(
      (one) =>
        `${nameOf(people, one.to)} for ${nameOf(people, one.from)} until ${clockTime(one.endsAt, now, zone)}`,
    );
  return texts.length === 0 ? null : texts.join(', ');
}

const QUESTIONS: Record<GateView['kind'], string> = {
  review: 'may this registration be approved?',
  effect: 'it cannot be proved whether a write landed: approve sends it again, rollback undoes the case',
  rollback: 'this undo moves money: may it run?',
};
