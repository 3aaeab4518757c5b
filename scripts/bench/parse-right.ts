import { extractDeal } from '../../domain/deal/extract-deal.ts';
import { NO_CONTEXT } from '../../domain/reading/finding.ts';
import { type Figure, shareFigure } from './figures.ts';
import { HARD_MAILS_ON, type HardMail, hardMail, mailWithoutValue } from './hard-mails.ts';
import type { BenchOptions } from './index.ts';
import { PARTNER_DOMAINS, partnerMail } from './partner-mails.ts';
import { seeded } from './random.ts';

const FIELDS = [
  'customer_name',
  'opportunity_name',
  'estimated_value',
  'expected_close_date',
  'primary_contact_email',
  'partner_notes',
] as const satisfies readonly (keyof HardMail['truth'])[];
type Field = (typeof FIELDS)[number];

/** Of each author. */
const MAILS = 4_000;
/** So many of them state no value at all. */
const WITHOUT_VALUE = 0.1;
const RIGHT = 0.9;
const WRONG = 0.005;

export interface Judged {
  mail: HardMail;
  field: Field;
  verdict: 'right' | 'open' | 'wrong';
}

/** How one mail is read. Open: left to a person although it is stated. Wrong: another value, or one where nothing is stated. */
export function judged(mail: HardMail): Judged[] {
  const read = extractDeal(mail.text, {
    ...NO_CONTEXT,
    writtenOn: HARD_MAILS_ON,
    locale: mail.locale,
    ownDomains: PARTNER_DOMAINS,
    subject: mail.subject ?? null,
  }).fields;
  return FIELDS.map((field) => {
    const truth = textOf(mail.truth[field]);
    const got = textOf(read[field === 'estimated_value' ? 'stated_value' : field]);
    return { mail, field, verdict: got === truth ? 'right' : got === null ? 'open' : 'wrong' };
  });
}

/** Mails of the kinds that are read wrong in public, drawn by a seed. */
export function* hardMails(seed: number, count: number): Generator<HardMail> {
  const random = seeded(seed);
  for (let index = 0; index < count; index += 1)
    yield random() < WITHOUT_VALUE ? mailWithoutValue(random) : hardMail(random);
}

/** Mails by somebody who had not seen how they are read. */
export function* partnerMails(seed: number, count: number): Generator<HardMail> {
  const random = seeded(seed);
  for (let index = 0; index < count; index += 1) yield partnerMail(random);
}

/**
 * `deals.parse_right.<field>`: the share of mails of two authors of which a field is read as it is stated, or left open where it is left
 * open; `deals.parse_wrong.<field>`: the share of which it is read otherwise, or read where nothing is stated. Both of the same mails.
 */
export async function parseRight({ seed, say }: BenchOptions): Promise<Figure[]> {
  const all = [...hardMails(seed, MAILS), ...partnerMails(seed, MAILS)].flatMap(judged);
  for (const { mail, field, verdict } of all)
    if (verdict === 'wrong') say(`  ${mail.kind}, ${field} read wrong: ${JSON.stringify(mail.text)}`);
  return FIELDS.flatMap((field) => {
    const own = all.filter((one) => one.field === field);
    const count = (verdict: Judged['verdict']) => own.filter((one) => one.verdict === verdict).length;
    return [
      shareFigure(`deals.parse_right.${field}`, count('right'), own.length, ['≥', RIGHT]),
      shareFigure(`deals.parse_wrong.${field}`, count('wrong'), own.length, ['≤', WRONG]),
    ];
  });
}

function textOf(value: HardMail['truth'][Field]): string | null {
  return value !== null && typeof value === 'object' ? `${value.currency} ${Number(value.amount)}` : value;
}
