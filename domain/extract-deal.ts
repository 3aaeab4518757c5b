import { normaliseCompanyName } from './company-name.ts';
import type { DealFields } from './deal.ts';
import type { Money } from './money.ts';
import { findAmounts } from './reading/amounts.ts';
import { type Choice, chooseInProse } from './reading/choose.ts';
import { addressesIn, contactAmong, isOwnAddress } from './reading/contact.ts';
import { CLOSE_WORDS, VALUE_WORDS } from './reading/context-words.ts';
import { customerInProse } from './reading/customer.ts';
import { findDates } from './reading/dates.ts';
import {
  type Candidate,
  type FieldName,
  NO_CONTEXT,
  type TextContext,
  type TextReading,
} from './reading/finding.ts';
import { amountOf, contactOf, dateOf, nameOf, notesOf, saysNothing, single } from './reading/label-values.ts';
import { type Labelled, labelledValues } from './reading/labelled.ts';
import { opportunityInProse } from './reading/opportunity.ts';
import { plainText } from './reading/plain.ts';
import { runningText } from './reading/running-text.ts';
import { fromSubject } from './reading/subject.ts';
import { FINDING_TITLES } from './reading/titles.ts';
import { zonedLines } from './reading/zones.ts';

const MOST_TEXT = 200_000;
/** One way to find a field; the first that finds something, or says why it cannot be read, is taken. */
type Way<T> = () => Choice<T>;

/**
 * Reads the six fields from free text in English, German, French, Spanish, Portuguese or Japanese: by their labels, else from the
 * prose, first in what the sender wrote, then in what was forwarded; quoted replies and signatures are not read. What is missing
 * is null; what could only be guessed is null with a finding. Whatever it reads is a proposal for a reviewer. Never throws.
 * @param text at most the first 200,000 characters are read.
 */
export function extractDeal(text: string, context: TextContext = NO_CONTEXT): TextReading {
  const plain = plainText(text.slice(0, MOST_TEXT));
  const lines = zonedLines(plain, context.subject);
  const labels = labelledValues(lines);
  const zones = (['body', 'forwarded'] as const).map((zone) => runningText(plain, lines, zone));
  // What stands behind a label is that field's: a date in the notes is no close date.
  const unlabelled = zones.map((running) => without(running, labels));
  const result: TextReading = { fields: { ...EMPTY }, sources: {}, findings: [] };
  const lineAt = (offset: number) => lines.findLast((line) => line.start <= offset)?.number ?? 1;

  const note = (field: FieldName, code: string) => {
    const title = FINDING_TITLES[code] ?? 'It cannot be read without guessing.';
    if (!result.findings.some((one) => one.field === field && one.code === code))
      result.findings.push({ code, field, title });
  };
  const take = <T>(
    field: FieldName,
    ways: readonly Way<T>[],
    where: 'text' | 'subject' = 'text',
  ): T | null => {
    for (const way of ways) {
      const choice = way();
      if (choice === null) continue;
      if ('code' in choice) {
        note(field, choice.code);
        return null;
      }
      const { value, start, end, rule, code } = choice.candidate;
      if (code !== undefined) note(field, code);
      if (value === null) return null;
      result.sources[field] = { where, line: where === 'text' ? lineAt(start) : 1, start, end, rule };
      return value;
    }
    return null;
  };
  const labelled = <T>(
    field: FieldName,
    read: (label: Labelled) => Candidate<T> | null,
    same: (value: T) => string,
  ): Way<T>[] =>
    [false, true].flatMap((forwarded) =>
      [true, false].map((strong) => () => {
        const of = labels.filter(
          (one) => one.field === field && one.strong === strong && one.forwarded === forwarded,
        );
        return single(of.filter((one) => !saysNothing(one)).map(read), same, `${SHORT[field]}_ambiguous`);
      }),
    );
  const inProse = <T>(read: (running: string) => Choice<T>, texts = unlabelled): Way<T>[] =>
    texts.map((running) => () => read(running));

  const isOwnName = (name: string) => isOwn(name, context);
  const customer = take<string>('customer_name', [
    ...labelled('customer_name', nameOf, (name) => name.toLowerCase()),
    ...inProse((running) => customerInProse(running, isOwnName)),
  ]);
  result.fields.customer_name = customer ?? subjectName('customer');
  const customerPlace = result.sources.customer_name?.where === 'text' ? result.sources.customer_name : null;
  const opportunity = take<string>('opportunity_name', [
    ...labelled('opportunity_name', nameOf, (name) => name.toLowerCase()),
    ...inProse((running) => found(opportunityInProse(running, customerPlace))),
  ]);
  result.fields.opportunity_name = opportunity ?? subjectName('opportunity');
  const currency = labels.find((one) => one.field === 'currency')?.value ?? null;
  const { locale, writtenOn } = context;
  result.fields.stated_value = take<Money>('stated_value', [
    ...labelled(
      'stated_value',
      (label) => amountOf(label, locale, currency),
      ({ amount, currency: code }) => `${code} ${Number(amount)}`,
    ),
    ...inProse((running) =>
      chooseInProse(
        running,
        findAmounts(running, { locale }),
        VALUE_WORDS,
        (one) => `${one.currency} ${Number(one.amount)}`,
        'amount_ambiguous',
      ),
    ),
  ]);
  result.fields.expected_close_date = take<string>('expected_close_date', [
    ...labelled('expected_close_date', (label) => dateOf(label, context), String),
    ...inProse((running) =>
      chooseInProse(
        running,
        ahead(findDates(running, { locale, writtenOn }), writtenOn),
        CLOSE_WORDS,
        String,
        'date_ambiguous',
      ),
    ),
  ]);
  result.fields.primary_contact_email = take<string>('primary_contact_email', [
    ...labelled(
      'primary_contact_email',
      (label) => contactOf(label, context),
      (one) => one.toLowerCase(),
    ),
    ...inProse((running) => contactAmong(addressesIn(running), context, result.fields.customer_name), zones),
    () => forwardedSender(),
  ]);
  result.fields.partner_notes = take<string>('partner_notes', labelled('partner_notes', notesOf, String));
  return result;

  function subjectName(part: 'customer' | 'opportunity'): string | null {
    const field = part === 'customer' ? 'customer_name' : 'opportunity_name';
    if (context.subject === null || result.findings.some((one) => one.field === field)) return null;
    return take<string>(
      field,
      [() => found(fromSubject(plainText(context.subject ?? ''), part, plain, isOwnName))],
      'subject',
    );
  }

  /** Whoever wrote the mail that the partner forwards is the customer's contact, unless it is one of us. */
  function forwardedSender(): Choice<string> {
    const from = lines.find(
      (line) => line.zone === 'header' && /^[\s>*]*(?:From|Von|De|差出人)\s?\*?:/iu.test(line.text),
    );
    if (!from || !lines.some((line) => line.zone === 'forwarded' && line.start > from.start)) return null;
    const [address] = addressesIn(from.text, from.start).filter(
      (one) => !isOwnAddress(one.value as string, context),
    );
    return address ? { candidate: { ...address, rule: 'forwarded_sender' } } : null;
  }
}

const EMPTY: DealFields = {
  customer_name: null,
  opportunity_name: null,
  stated_value: null,
  expected_close_date: null,
  primary_contact_email: null,
  partner_notes: null,
};

/** What a finding's code calls the field. */
const SHORT: Readonly<Record<FieldName, string>> = {
  customer_name: 'customer',
  opportunity_name: 'opportunity',
  stated_value: 'amount',
  expected_close_date: 'date',
  primary_contact_email: 'contact',
  partner_notes: 'notes',
};

function found<T>(candidate: Candidate<T> | null): Choice<T> {
  return candidate === null ? null : { candidate };
}

/** A close that was announced lies ahead: what lay behind the document is history. Without its day all count. */
function ahead(dates: Candidate<string>[], writtenOn: string | null): Candidate<string>[] {
  return dates.filter((one) => one.value === null || writtenOn === null || one.value >= writtenOn);
}

/** The partner's or our own name, or one that our domain begins with. */
function isOwn(name: string, { ownDomains, ownNames = [] }: TextContext): boolean {
  const normal = normaliseCompanyName(name);
  if (ownNames.some((own) => normaliseCompanyName(own) === normal)) return true;
  const compact = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return ownDomains.some((domain) => {
    const own = (domain.split('.')[0] ?? '').replace(/-/g, '');
    return own.length >= 4 && (compact.startsWith(own) || (compact.length >= 4 && own.startsWith(compact)));
  });
}

/** A running text with the values of its labels blanked out. */
function without(running: string, labels: readonly Labelled[]): string {
  let rest = running;
  for (const { start, end } of labels)
    rest = rest.slice(0, start) + rest.slice(start, end).replace(/[^\n]/g, '\n') + rest.slice(end);
  return rest;
}
