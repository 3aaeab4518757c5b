import type { AuditEntry } from './audit.ts';
import type { EffectStatus } from './effects.ts';

/**
 * Tickets about what a person has to look into. A ticket is evidence and work, never an approval: nothing in this file turns
 * where a ticket stands, or what is said on it, into a decision.
 */

/** `effect`: a write in doubt, by its effect key. `letter`: a dead letter, by its id. */
export const TICKET_KINDS = ['effect', 'letter'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

export interface TicketAbout {
  kind: TicketKind;
  id: string;
}

/** A write in doubt, as far as a ticket tells of it. */
export interface DoubtFacts {
  key: string;
  case: string;
  operation: string;
  /** UTC instant at which it was asked for. */
  askedAt: string;
}

/** A dead letter, as far as a ticket tells of it: never what stands in it. */
export interface LetterFacts {
  id: string;
  source: string;
  receivedAt: string;
  problem: { code: string; title: string; fix: string };
}

/** Plain texts of a new ticket; they hold references and never personal data. */
export interface TicketTexts {
  title: string;
  text: string;
  facts: { name: string; value: string }[];
  labels: string[];
  about: string;
}

const DECIDES_NOTHING =
  'Moving this ticket decides nothing. Comments are shown in Quarterdeck; it closes the ticket itself once the matter is settled.';

export function doubtTicket({ key, case: id, operation, askedAt }: DoubtFacts): TicketTexts {
  return {
    title: `Quarterdeck: a write is in doubt, ${operation}`,
    text: [
      "It cannot be proved whether this write landed. Look at the vendor's record, then decide the review.",
      DECIDES_NOTHING,
    ].join('\n\n'),
    facts: [
      { name: 'case', value: id },
      { name: 'write', value: operation },
      { name: 'effect', value: key },
      { name: 'asked for', value: askedAt },
      { name: 'decide', value: `quarterdeck reviews show ${id}` },
    ],
    labels: ['effect-in-doubt'],
    about: id,
  };
}

export function letterTicket({ id, source, receivedAt, problem }: LetterFacts): TicketTexts {
  return {
    title: `Quarterdeck: a dead letter from ${source}, ${problem.code}`,
    text: [`${problem.title} ${problem.fix}`, DECIDES_NOTHING].join('\n\n'),
    facts: [
      { name: 'dead letter', value: id },
      { name: 'from', value: source },
      { name: 'received', value: receivedAt },
      { name: 'take it in again', value: `quarterdeck cases retry ${id}` },
    ],
    labels: ['dead-letter'],
    about: id,
  };
}

/** What became of a write in doubt, in words; null while nobody knows. */
export function settledDoubt(effect: {
  status: EffectStatus;
  /** Id of the vendor's record. */
  record: string | null;
  /** Its undo has ended. */
  undone: boolean;
}): string | null {
  if (effect.undone) return 'Settled: the case was rolled back, and nothing of this write stands any more.';
  if (effect.status === 'done')
    return `Settled: the write has landed${effect.record === null ? '' : ` as record ${effect.record}`}.`;
  if (effect.status === 'failed') return 'Settled: the write did not land; its vendor refused it.';
  return null;
}

/** What became of a dead letter; null while it waits. `gone`: its time was over, and it was deleted. */
export function settledLetter(letter: { retried: boolean; case: string | null } | 'gone'): string | null {
  if (letter === 'gone') return 'Settled: the dead letter was deleted when its time was over.';
  if (!letter.retried) return null;
  return letter.case === null
    ? 'Settled: it was read again and made no case.'
    : `Settled: it was read again and became case ${letter.case}.`;
}

/** Said on a ticket that people finish while what it is about still stands. */
export function stillOpen({ kind, about }: { kind: TicketKind; about: string }): string {
  const decide =
    kind === 'effect'
      ? `The write is still in doubt; decide it: quarterdeck reviews show ${about}`
      : `The dead letter still waits; take it in again: quarterdeck cases retry ${about}`;
  return `This ticket was finished, which decides nothing. ${decide}`;
}

/** What people who follow a ticket are told of its case: decisions by reference, never the words given for them. */
export function toldOnTicket(entry: AuditEntry): string | null {
  switch (entry.action) {
    case 'decision.accepted':
      return `${entry.actor} decided ${String(entry.decision).replaceAll('_', ' ')} in round ${entry.round}.`;
    case 'case.rollback_started':
      return 'The rollback of the case has begun.';
    case 'case.rolled_back':
      return 'The case was rolled back.';
    case 'case.rollback_incomplete':
      return 'The case was rolled back in part; some writes still stand.';
    case 'case.closed':
      return `The case was closed: ${String(entry.outcome)}.`;
    default:
      return null;
  }
}

const MINUTE = 60_000;
const LONGEST = 6 * 60 * MINUTE;

/** When a ticket whose write failed is tried again: after 1, 2, 4 … minutes, at most six hours. @param failures so far, from 1 */
export function nextAttempt(failures: number, now: Date): Date {
  return new Date(now.getTime() + Math.min(MINUTE * 2 ** (failures - 1), LONGEST));
}
