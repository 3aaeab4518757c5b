import { type Rate, rateOf } from './exchange.ts';
import type { Money, Partner } from './records.ts';

/** What must come out for one registration of the inbox; README.md explains each field. */
export interface Truth {
  file: string;
  /** Row of a CSV, the header not counted. */
  row?: number;
  registration: string | null;
  form: Form;
  kind: string;
  ends: 'Approved' | 'review' | 'partner asked' | 'shadow' | 'dead letter';
  triage_status: 'AUTO_APPROVED' | 'NEEDS_REVIEW' | 'FLAGGED_CONFLICT' | null;
  also_right?: string[];
  conflict: string[];
  same_as: string[];
  not_same_as: string[];
  fields: Partial<Fields> | null;
  why: string;
}

export type Form = 'webhook' | 'csv' | 'mail' | 'text' | 'pdf';

/** The six fields as a careful reader takes them from the text. */
export interface Fields {
  customer_name: string | null;
  opportunity_name: string | null;
  estimated_value: Money | null;
  expected_close_date: string | null;
  primary_contact_email: string | null;
  partner_notes: string | null;
}

/** What a registration says, before it is put into a form. */
export interface Registration {
  id: string;
  partner: Partner | null;
  /** As stated; differs from the partner's when the partner is unknown. */
  partnerId: string;
  customer: string | null;
  opportunity: string | null;
  value: Money | null;
  close: string | null;
  contact: string | null;
  notes: string | null;
  submittedAt: string;
  more: Record<string, unknown>;
}

/** What the case was planted for. */
export interface Planted {
  kind: string;
  why: string;
  /** Records that hold the same customer and stand against it: any of them is the right answer. */
  conflict?: string[];
  /** The same customer, whether or not it stands against it. */
  same?: string[];
  /** Looks alike and is somebody else. */
  other?: string[];
  /** Something that a person must look at, beside what the figures say. */
  odd?: true;
  /** Lacks something beside the four fields. */
  missing?: true;
  /** Cannot be read at all. */
  dead?: true;
  alsoRight?: string[];
}

/** Decisions: "Deal registration" and policy/rollout.yaml for the sample, worked out again without the product's code. */
export function verdictOf(
  { registration, planted, extracted }: { registration: Registration; planted: Planted; extracted: boolean },
  rates: readonly Rate[],
): Pick<Truth, 'ends' | 'triage_status'> {
  if (planted.dead) return { ends: 'dead letter', triage_status: null };
  const { partner, value } = registration;
  const missing =
    planted.missing === true ||
    [registration.customer, value, registration.close, registration.contact].includes(null);
  const usd = usdOf(value, rates);
  const person =
    extracted ||
    planted.odd === true ||
    partner === null ||
    !partner.active ||
    !['Platinum', 'Gold'].includes(partner.tier) ||
    partner.approvedRegistrations === 0 ||
    (value !== null && (usd === null || usd >= 100_000)) ||
    scoreOf(registration) < 70;
  const conflict = (planted.conflict ?? []).length > 0;
  const triage_status = conflict ? 'FLAGGED_CONFLICT' : missing || person ? 'NEEDS_REVIEW' : 'AUTO_APPROVED';
  const segment = partner && `${partner.tier}/${partner.region}`;
  if (segment === 'Silver/APAC') return { ends: 'shadow', triage_status };
  if (missing) return { ends: 'partner asked', triage_status };
  const approved = segment === 'Platinum/EMEA' && triage_status === 'AUTO_APPROVED';
  return { ends: approved ? 'Approved' : 'review', triage_status };
}

export function usdOf(value: Money | null, rates: readonly Rate[]): number | null {
  const rate = value && rateOf(rates, value.currency);
  return value && rate !== null ? Number(value.amount) * rate : null;
}

const TIER = { Platinum: 1, Gold: 0.85, Silver: 0.6, Bronze: 0.4 };

/** Decisions: tier 20, win rate 20, completeness 25, customer fit 15, certification 10, performance 10. */
function scoreOf({ partner, ...stated }: Registration): number {
  if (partner === null) return 0;
  const six = [stated.customer, stated.opportunity, stated.value, stated.close, stated.contact, stated.notes];
  const given = six.filter((each) => each !== null).length;
  const fit = stated.contact === null ? 0 : 1;
  return (
    20 * TIER[partner.tier] +
    20 * partner.winRate +
    (25 * given) / 6 +
    15 * fit +
    10 * Number(partner.certified) +
    10 * partner.performance
  );
}
