import type { Money } from '../money.ts';

/** What was owed and how that came to change, of one partner, program, legal entity and currency. Minor units. */
export interface RollRow {
  program: string;
  /** On whose statement it stands. */
  partner: string;
  legalEntity: string | null;
  currency: string;
  /** Owed before the first day. */
  opening: bigint;
  earned: bigint;
  /** Taken back, at the rates of its day. */
  reversed: bigint;
  paid: bigint;
  /** What the rates of refunds make of it: it brings what was taken back to what the lines had earned. */
  exchange: bigint;
  /** Owed after the last day. */
  closing: bigint;
  /** Of the closing amount what may not be paid yet. */
  onHold: bigint;
}

/**
 * By how much a row does not add up: opening + earned − reversed − paid + exchange = closing. The two ends come from what is owed, what lies
 * between from the other accounts, so that entries that do not balance show here.
 */
export const outBy = (row: RollRow): bigint =>
  row.opening + row.earned - row.reversed - row.paid + row.exchange - row.closing;

/** The amounts of a row that are shown, in their order. */
export const ROLL_AMOUNTS = [
  'opening',
  'earned',
  'reversed',
  'paid',
  'exchange',
  'closing',
  'onHold',
] as const satisfies (keyof RollRow)[];

/** A row for people and programs. */
export type RollShown = Pick<RollRow, 'program' | 'partner' | 'legalEntity' | 'currency'> &
  Record<(typeof ROLL_AMOUNTS)[number], Money>;
