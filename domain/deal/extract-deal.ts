import type { Money } from '../money.ts';
import { amountInProse, moneyText } from '../reading/amount-in-prose.ts';
import { type Choice, chooseInProse } from '../reading/choose.ts';
import { collector } from '../reading/collect.ts';
import { contactAddresses, contactAmong, forwardedSender } from '../reading/contact.ts';
import { CLOSE_WORDS } from '../reading/context-words.ts';
import { customerInProse } from '../reading/customer.ts';
import { findDates } from '../reading/dates.ts';
import { type Candidate, NO_CONTEXT, type TextContext, type TextReading } from '../reading/finding.ts';
import { amountOf, contactOf, dateOf, labelledName, notesOf, statedOrder } from '../reading/label-values.ts';
import { opportunityInProse } from '../reading/opportunity.ts';
import { isOwnName } from '../reading/own-name.ts';
import { openPage } from '../reading/page.ts';
import { fromSubject } from '../reading/subject.ts';

/**
 * Reads the six fields from free text in English, German, French, Spanish, Portuguese or Japanese: by their labels, else from the
 * prose, first in what the sender wrote, then in what was forwarded; quoted replies and signatures are not read. What is missing
 * is null; what could only be guessed is null with a finding. Whatever it reads is a proposal for a reviewer. Never throws.
 * @param text at most the first 200,000 characters are read.
 */
export function extractDeal(text: string, context: TextContext = NO_CONTEXT): TextReading {
  const page = openPage(text, context);
  const { result, take, labelled } = collector(page);
  const { fields, sources, findings } = result;
  const { locale, writtenOn, subject } = context;
  const prose = <T>(read: (running: string) => Choice<T>) => page.prose.map((running) => () => read(running));
  const isOwn = (name: string) => isOwnName(name, context);
  const inSubject = (field: 'customer_name' | 'opportunity_name') => {
    if (subject === null || findings.some((one) => one.field === field)) return null;
    return take<string>(field, [() => found(fromSubject(subject, field, page.plain, isOwn))], 'subject');
  };

  fields.customer_name =
    take<string>('customer_name', [
      ...labelled('customer_name', labelledName, lower),
      ...prose((running) => customerInProse(running, isOwn)),
    ]) ?? inSubject('customer_name');
  const { customer_name: place } = sources;
  const customer = place?.where === 'text' ? place : null;
  fields.opportunity_name =
    take<string>('opportunity_name', [
      ...labelled('opportunity_name', labelledName, lower),
      ...prose((running) => found(opportunityInProse(running, customer))),
    ]) ?? inSubject('opportunity_name');
  const currency = page.labels.find((one) => one.field === 'currency')?.value ?? null;
  fields.stated_value = take<Money>('stated_value', [
    ...labelled('stated_value', (label) => amountOf(label, locale, currency), moneyText),
    ...prose((running) => amountInProse(running, locale)),
  ]);
  const order = statedOrder(page.labels);
  fields.expected_close_date = take<string>('expected_close_date', [
    ...labelled('expected_close_date', (label) => dateOf(label, context, order), String),
    ...prose((running) => {
      const dates = ahead(findDates(running, { locale, writtenOn, order }), writtenOn);
      // Texts name days of all kinds: meetings, holidays, quarters that have passed. One of which nothing says that it is the close is none.
      return chooseInProse(running, dates, CLOSE_WORDS, String, 'date_ambiguous', 'left');
    }),
  ]);
  fields.primary_contact_email = take<string>('primary_contact_email', [
    ...labelled('primary_contact_email', (label) => contactOf(label, context), lower),
    ...page.zones.map(
      (running) => () => contactAmong(contactAddresses(running), context, fields.customer_name),
    ),
    () => found(forwardedSender(page.lines, context)),
  ]);
  fields.partner_notes = take<string>('partner_notes', labelled('partner_notes', notesOf, String));
  return result;
}

function found<T>(candidate: Candidate<T> | null): Choice<T> {
  return candidate === null ? null : { candidate };
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** A close that was announced lies ahead: what lay behind the document is history. Without its day all count. */
function ahead(dates: Candidate<string>[], writtenOn: string | null): Candidate<string>[] {
  return dates.filter((one) => one.value === null || writtenOn === null || one.value >= writtenOn);
}
