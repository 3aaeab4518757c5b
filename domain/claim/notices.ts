import type { TraceStep } from '../incentives/trace.ts';
import type { Money } from '../money.ts';
import type { NoticeValues } from '../notices.ts';

/** What a notice of a claim can tell. Days are ISO dates. */
export interface ClaimNoticeValues extends NoticeValues {
  /** Title of the program; null: it names none. */
  program?: string | null;
  /** Names of what is missing, or questions in staff's own words. */
  questions?: string[];
  answer_by?: string;
  /** What is paid in all. */
  total?: Money;
  calculation?: LineCalculation[];
  /** Lines that are not paid, with the names of the rules that reject them. */
  refused?: RefusedLine[];
  /** Until when an incomplete claim can be completed. */
  reopen_until?: string;
}

/** How the amount of a line came about. */
export type LineCalculation = {
  sku: string;
  quantity: string;
  amount: Money;
  steps: Pick<TraceStep, 'does' | 'arithmetic' | 'result'>[];
};

export type RefusedLine = { sku: string; rules: string[] };

/** What a partner is told of a claim: each kind with the values without which it says nothing. */
export const CLAIM_NOTICES = {
  received: [],
  information_requested: ['questions'],
  approved: ['total', 'calculation'],
  waiting: [],
  partly_approved: ['total', 'calculation', 'refused'],
  rejected: ['refused'],
  incomplete: [],
  correction: ['earlier'],
} as const satisfies Record<string, readonly (keyof ClaimNoticeValues)[]>;

export type ClaimNoticeKind = keyof typeof CLAIM_NOTICES;

/** Rules of which the partner is told in words; of any other they hear that the details did not match. */
export const TOLD_RULES = [
  'window',
  'late',
  'tier',
  'region',
  'certification',
  'sku',
  'deal',
  'vendor',
  'request',
  'public_sector',
  'country',
  'consent',
  'payee',
  'condition',
  'duplicate',
  'unproved',
  'other',
] as const;
export type ToldRule = (typeof TOLD_RULES)[number];

/** The word for a rule that a partner is told: never what was found at another partner's. */
export function toldRule(rule: string): ToldRule {
  const name = rule.replace(/^claim\./, '');
  // Whose claim it was is not told.
  if (name.startsWith('duplicate_') && name !== 'duplicate_partner') return 'duplicate';
  return TOLD_RULES.find((one) => one === name) ?? 'other';
}
