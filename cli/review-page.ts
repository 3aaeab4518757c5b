import type { KeptFill } from '../activities/deal/fill-in.ts';
import type { CaseRow } from '../adapters/store/cases.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { ConflictHistory } from '../domain/deal/conflict-history.ts';
import type { Delegation } from '../domain/gate/authority.ts';
import type { GateView } from '../domain/gate/gate.ts';
import { summaryText } from './case-text.ts';
import { conflictText } from './deal/conflict-text.ts';
import { fillRows } from './deal/fill-text.ts';
import { type KeptReading, readingRows } from './deal/reading-text.ts';
import { dealEvidenceText, type KeptEvidence } from './evidence-text.ts';
import { fields, wrap } from './layout.ts';
import { nameOf } from './people.ts';
import type { TemporalCommands } from './temporal-commands.ts';
import type { Terminal } from './terminal.ts';
import { clockTime } from './times.ts';

/** Everything that a person needs to decide one case. */
export interface Review {
  row: CaseRow;
  gate: GateView;
  /** Null where the gate rests on none (a write in doubt before the first triage). */
  evidence: KeptEvidence | null;
  /** Where the fields of a free text stood, and what its documents say. */
  reading: KeptReading;
  conflicts: ConflictHistory[];
  /** Proposals for what is missing. */
  fills: KeptFill[];
  people: Map<string, PersonRecord>;
  /** Those that run now. */
  delegations: Delegation[];
  deciders: PersonRecord[];
  due: string;
  commands: TemporalCommands[];
  now: string;
  zone: string;
}

/** What is asked, why, on what evidence, of whom until when, and how to answer: top down in the order one decides. */
export function printReview(terminal: Terminal, review: Review): void {
  const heading = (text: string) => terminal.say(`\n${terminal.paint('bold', text)}`);
  const { row, gate, evidence, commands } = review;
  terminal.say(terminal.paint('bold', `${row.case}, round ${gate.round}`));
  terminal.say(fields(standing(review), terminal.width));
  heading('Why a person is asked');
  for (const reason of gate.reasons) {
    const value = reason.value === undefined ? '' : ` = ${reason.value}`;
    terminal.say(wrap(`${reason.rule}: ${reason.text}`, terminal.width, '  '));
    terminal.say(wrap(`${reason.source}${value}`, terminal.width, '      '));
  }
  if (review.conflicts.length > 0) {
    heading('What stands in its way');
    for (const line of review.conflicts.flatMap(conflictText)) terminal.say(wrap(line, terminal.width, '  '));
  }
  if (evidence) {
    heading(`Evidence ${gate.evidenceHash.slice(0, 12)}, read ${evidence.asOf}`);
    printEvidence(terminal, evidence);
  }
  const read = readingRows(review.reading);
  if (read.length > 0) {
    heading('Read from free text and documents: confirm each');
    terminal.say(fields(read, terminal.width));
  }
  if (review.fills.length > 0) {
    heading('Could fill in what is missing: ask the partner, or override');
    terminal.say(fields(fillRows(review.fills), terminal.width));
  }
  heading('Decide');
  for (const one of commands) terminal.say(`  ${one.review}`);
  heading("The same with Temporal's own command line");
  for (const one of commands) terminal.say(`${one.update}\n${one.signal}\n`);
  terminal.say(
    'In the Temporal UI, Update or Signal with this input, TOKEN from `quarterdeck reviews sign`:',
  );
  for (const { action, json } of commands) terminal.say(`  ${action}\n    ${json}`);
}

function standing({ row, gate, people, deciders, due, ...review }: Review): Array<[string, string | null]> {
  const score = summaryText(row, 'confidence_score');
  const approved = gate.approvals.map((id) => nameOf(people, id)).join(', ') || 'none yet';
  return [
    ['question', QUESTIONS[gate.kind]],
    ['triage_status', summaryText(row, 'triage_status')],
    ['confidence_score', score && `${score} of 100`],
    ['clock', gate.paused ? `stands still while the partner is asked; ${due}` : due],
    ['assigned to', gate.assignee ? nameOf(people, gate.assignee) : 'nobody yet'],
    ['may decide', deciders.map((one) => `${one.name} (${one.id})`).join(', ') || gate.roles.join(', ')],
    ['in their place', delegationsText({ people, deciders, ...review })],
    ['approvals', gate.quorum > 1 ? `${gate.approvals.length} of ${gate.quorum}: ${approved}` : null],
    ['asked the partner', gate.questions.length > 0 ? gate.questions.join(' / ') : null],
  ];
}

function delegationsText(
  review: Pick<Review, 'people' | 'deciders' | 'delegations' | 'now' | 'zone'>,
): string | null {
  const { people, deciders, delegations, now, zone } = review;
  const able = new Set(deciders.map((one) => one.id));
  const texts = delegations
    .filter((one) => able.has(one.from))
    .map(
      (one) =>
        `${nameOf(people, one.to)} for ${nameOf(people, one.from)} until ${clockTime(one.endsAt, now, zone)}`,
    );
  return texts.length === 0 ? null : texts.join(', ');
}

function printEvidence(terminal: Terminal, evidence: KeptEvidence): void {
  const text = dealEvidenceText(evidence);
  terminal.say(fields([...text.submission, ...text.partner], terminal.width));
  const none = text.candidates.length === 0;
  terminal.say(none ? '  No record that may be the same customer.' : '  May be the same customer:');
  for (const candidate of text.candidates) {
    terminal.say(`    ${wrap(candidate, terminal.width, '      ').trimStart()}`);
  }
}

const QUESTIONS: Record<GateView['kind'], string> = {
  review: 'may this registration be approved?',
  effect: 'it cannot be proved whether a write landed: approve sends it again, rollback undoes the case',
  rollback: 'this undo moves money: may it run?',
};
