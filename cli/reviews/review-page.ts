import type { CaseRow } from '../../adapters/store/cases.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { Delegation } from '../../domain/gate/authority.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import { reviewQuestionOf } from '../../domain/questions.ts';
import { NOTHING_AGAINST, ruleWithCode } from '../../domain/rules.ts';
import type { Rationale } from '../cases/case-text.ts';
import { fields, wrap } from '../layout.ts';
import { personName } from '../people.ts';
import type { Terminal } from '../terminal.ts';
import { TICKETS_HEADING, type ToldTicket, ticketLines } from '../tickets/ticket-text.ts';
import { clockTime } from '../times.ts';
import { type RefusedDecision, refusedText } from './refused-text.ts';
import type { ReviewOf, ReviewPart } from './review-part.ts';
import { cliName, type ReviewCommand, type TemporalCommands } from './temporal-commands.ts';

/** Everything that a person needs to decide one case. */
export interface Review {
  row: CaseRow;
  gate: GateView;
  /** What its lifecycle shows of it. */
  part: ReviewPart;
  of: Pick<ReviewOf, 'advice'>;
  /** The decision in a few sentences; null before it was written. */
  rationale: Rationale | null;
  /** Notices to the partner that were not sent: `notify.send (information requested): failed (foreign_content)`. */
  unsent: string[];
  /** Decisions on this question that did not count, oldest first. */
  refused: RefusedDecision[];
  /** What people do in their own system about it; it decides nothing. */
  tickets: ToldTicket[];
  people: Map<string, PersonRecord>;
  /** Those that run now. */
  delegations: Delegation[];
  deciders: PersonRecord[];
  due: string;
  /** The command for each answer. */
  answers: ReviewCommand[];
  now: string;
  zone: string;
}

/** What is asked, why, on what evidence, of whom until when, and the one command that answers it. */
export function printReview(terminal: Terminal, review: Review): void {
  const heading = (text: string) => terminal.say(`\n${terminal.paint('bold', text)}`);
  const { rationale, now, zone } = review;
  terminal.say(terminal.paint('bold', titleOf(review)));
  terminal.say(fields(standing(review), terminal.width));
  heading('Why a person is asked');
  for (const line of reasonLines(review)) terminal.say(wrap(line.text, terminal.width, line.indent));
  if (rationale) terminal.say(wrap(`${rationale.text} (${rationale.writtenBy})`, terminal.width, '  '));
  for (const section of review.part.sections) {
    const lines = section.lines(terminal.width);
    if (lines.length === 0) continue;
    heading(section.heading);
    for (const line of lines) terminal.say(line);
  }
  if (review.unsent.length > 0) {
    heading('The partner was not told: say it in other words, or tell them yourself');
    for (const line of review.unsent) terminal.say(wrap(line, terminal.width, '  '));
  }
  if (review.tickets.length > 0) {
    heading(TICKETS_HEADING);
    for (const line of ticketLines(review.tickets, (at) => clockTime(at, now, zone)))
      terminal.say(wrap(line, terminal.width, '  '));
  }
  if (review.refused.length > 0) {
    heading('Refused on this question');
    for (const line of refusedText(review.refused, review.people, (at) => clockTime(at, now, zone)))
      terminal.say(wrap(line, terminal.width, '  '));
  }
  heading('Decide');
  printFirstCommand(terminal, review);
}

/** Every command of a review: ours, Temporal's own, and what the Temporal UI takes. */
export function printCommands(
  terminal: Terminal,
  review: Review,
  commands: readonly TemporalCommands[],
): void {
  const heading = (text: string) => terminal.say(`\n${terminal.paint('bold', text)}`);
  terminal.say(terminal.paint('bold', titleOf(review)));
  heading('Decide');
  for (const one of commands) terminal.say(`  ${one.review}`);
  heading("The same with Temporal's own command line");
  for (const one of commands) terminal.say(`${one.update}\n${one.signal}\n`);
  terminal.say(
    'In the Temporal UI, Update or Signal with this input, TOKEN from `quarterdeck reviews sign`:',
  );
  for (const { action, json } of commands) terminal.say(`  ${action}\n    ${json}`);
}

/** The case, its reference where the id does not show it as it is written, and which question of it. */
function titleOf({ row, gate }: Review): string {
  const reference = row.case.includes(row.externalId) ? '' : ` (${row.externalId})`;
  return `${row.case}${reference}, round ${gate.round}`;
}

function printFirstCommand(terminal: Terminal, { row, answers }: Review): void {
  const [first, ...others] = answers;
  if (!first) {
    terminal.say('  Nothing can be answered here but a rollback.');
    return;
  }
  terminal.say(`  ${first.review}`);
  const instead = others.map(({ action }) => cliName(action)).join(', ');
  const or = instead === '' ? '' : `Or ${instead}. `;
  terminal.say(
    wrap(
      `${or}All commands, Temporal's too: quarterdeck reviews show ${row.case} --commands`,
      terminal.width,
      '  ',
    ),
  );
}

function reasonLines({ row, gate }: Review): { text: string; indent: string }[] {
  if (gate.reasons.length === 0) {
    const segment = row.segment === null ? '' : ` (${row.segment} is ${row.mode ?? 'in no mode'})`;
    return [{ text: `${NOTHING_AGAINST}${segment}`, indent: '  ' }];
  }
  return gate.reasons.flatMap(({ rule, text, source, value }) => [
    { text: ruleWithCode(rule), indent: '  ' },
    { text: `${text}${value === undefined ? '' : `: ${value}`} (${source})`, indent: '      ' },
  ]);
}

function standing({
  row,
  gate,
  of,
  people,
  deciders,
  due,
  ...review
}: Review): Array<[string, string | null]> {
  const approved = gate.approvals.map((id) => personName(people, id)).join(', ') || 'none yet';
  return [
    ['question', gate.kind === 'review' ? reviewQuestionOf(row.lifecycle).question : QUESTIONS[gate.kind]],
    ['advice', of.advice(row)],
    ['segment', row.segment && `${row.segment}${row.mode ? ` (${row.mode})` : ''}`],
    ['clock', gate.paused ? `stands still while the partner is asked; ${due}` : due],
    ['assigned to', gate.assignee ? personName(people, gate.assignee) : 'nobody yet'],
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
        `${personName(people, one.to)} for ${personName(people, one.from)} until ${clockTime(one.endsAt, now, zone)}`,
    );
  return texts.length === 0 ? null : texts.join(', ');
}

const QUESTIONS: Record<Exclude<GateView['kind'], 'review'>, string> = {
  effect: 'it cannot be proved whether a write landed: approve sends it again, rollback undoes the case',
  rollback: 'this undo moves money: may it run?',
};
