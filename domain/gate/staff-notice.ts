import { grouped } from '../grouped.ts';
import { dayTime } from '../local-time.ts';
import type { StaffMessage } from '../staff-message.ts';
import type { TickKind } from './clock.ts';
import type { GateOutcome, GateView } from './gate.ts';

/** What one of our own people is told of a question: it was put to them, or one of its clock's ticks. */
export type Occasion = 'opened' | 'reassigned' | Exclude<TickKind, 'remind_partner' | 'partner_silent'>;

/** The case that a message is about, as its row shows it. */
export interface NoticeAbout {
  case: string;
  title: string | null;
  partnerId: string | null;
  /** Decimal string. */
  amountUsd: string | null;
}

const WHAT: Record<Occasion, string> = {
  opened: 'waits for your decision',
  reassigned: 'was handed to you and waits for your decision',
  remind: 'still waits for your decision',
  escalate: 'is due and was escalated to you',
  escalate_ops: 'is long due and was escalated to Partner Ops',
  sla_expired: 'has passed every deadline',
  escalate_daily: 'still has no decision',
};

/** @param zone of the reader, in which the due date is told */
export function staffNotice(
  about: NoticeAbout,
  gate: Pick<GateView, 'reasons' | 'dueAt'>,
  occasion: Occasion,
  zone: string,
): StaffMessage {
  const reasons = gate.reasons.map((reason) => reason.text);
  return {
    title: `${nameOf(about)} ${WHAT[occasion]}`,
    lines: reasons.length > 0 ? reasons : ['Nothing speaks against it; the rollout asks for a person.'],
    facts: [...factsOf(about), { label: 'Due', value: dayTime(gate.dueAt, zone) }],
    // No page decides yet; the command shows the evidence and how to decide.
    next: { page: null, command: `quarterdeck reviews show ${about.case}` },
  };
}

/** How a question ended, as those who were told of it hear it. */
export interface NoticeEnd {
  outcome: GateOutcome | 'reassigned';
  /** Name of the person who decided; null when nobody did. */
  by: string | null;
  /** UTC instant. */
  at: string;
}

const ENDED: Record<NoticeEnd['outcome'], string> = {
  approved: 'was approved',
  rejected: 'was rejected',
  overridden: 'was approved with changes',
  rolled_back: 'is rolled back',
  amended: 'has changed and is looked at again',
  partner_silent: 'was not answered by the partner',
  withdrawn: 'needs no decision any more',
  reassigned: 'was handed to somebody else',
};

/** What takes the place of a notice once nothing is left to do. @param zone of the reader */
export function endedNotice(about: NoticeAbout, { outcome, by, at }: NoticeEnd, zone: string): StaffMessage {
  return {
    title: `${nameOf(about)} ${ENDED[outcome]}${by === null ? '' : ` by ${by}`}`,
    lines: ['Nothing is left for you to do.'],
    facts: [...factsOf(about), { label: 'At', value: dayTime(at, zone) }],
    next: { page: null, command: `quarterdeck cases why ${about.case}` },
  };
}

/**
 * In which order a person's channels are tried: the one after that over which they were told last, since they have not answered there.
 * @param last null: nothing was told yet, or over a channel that is not used any more
 */
export function channelOrder(channels: readonly string[], last: string | null): string[] {
  const next = last === null ? 0 : channels.indexOf(last) + 1;
  return [...channels.slice(next), ...channels.slice(0, next)];
}

/** A title is one line, whatever a partner typed into the customer's name. */
function nameOf({ title, case: id }: NoticeAbout): string {
  const line = (title ?? '').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line === '' ? id : line;
}

function factsOf({ case: id, partnerId, amountUsd }: NoticeAbout): StaffMessage['facts'] {
  return [
    { label: 'Case', value: id },
    ...(partnerId === null ? [] : [{ label: 'Partner', value: partnerId }]),
    ...(amountUsd === null ? [] : [{ label: 'Amount', value: `USD ${grouped(amountUsd)}` }]),
  ];
}
