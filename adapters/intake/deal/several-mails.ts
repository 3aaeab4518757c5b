import type { DealProblem } from '../../../domain/deal/canonical-deal.ts';
import { extractDeal } from '../../../domain/deal/extract-deal.ts';
import type { TextContext } from '../../../domain/reading/finding.ts';
import { foldWord } from '../../../domain/reading/plain.ts';
import { cleanText } from '../mail/text.ts';
import { type FreeText, fieldsOf, type ReadFields } from './free-text.ts';
import type { Several } from './mail.ts';

/** A text with the fields that were read in it. Plain JSON. */
export interface ReadText {
  free: FreeText;
  fields: ReadFields;
}

/** The texts of one mail or document, each a registration; the first is that of the mail where it names a customer itself. */
export type ReadTexts = [ReadText, ...ReadText[]];

/** It stands beside registrations, and whether it is one itself is for a person to see. */
const NAMES_NO_CUSTOMER: DealProblem = {
  code: 'attached_mail_left_out',
  field: null,
  title: 'An attached mail names no customer and was not read as a registration: look whether it is one.',
};

/**
 * Reads a text. Of a mail to which several mails are attached each customer that one of them names is a registration, and so is one that the
 * mail itself names; what several of them say of one customer is read together. Where there are not several customers the mail is one
 * registration, and what is attached belongs to it.
 */
export function readTexts(free: FreeText, several: Several | undefined, context: TextContext): ReadTexts {
  const read = (one: FreeText): ReadText => {
    const { subject, writtenOn } = one;
    const around = { ...context, subject, writtenOn: writtenOn ?? context.writtenOn };
    return { free: one, fields: fieldsOf(one, around, extractDeal) };
  };
  if (several) {
    const found = new Map<string, ReadText>();
    let leftOut = false;
    for (const one of [several.own, ...several.mails].map(read)) {
      const customer = foldWord(one.fields.fields.customer_name ?? '').trim();
      const before = found.get(customer);
      if (customer === '') leftOut ||= one.free !== several.own;
      else found.set(customer, before ? read(together(before.free, one.free)) : one);
    }
    const [first, ...more] = found.values();
    if (first && more.length > 0) return [leftOut ? noted(first) : first, ...more];
  }
  return [read(free)];
}

/** Two texts about one customer, as the registration of the first. */
function together(one: FreeText, other: FreeText): FreeText {
  const known = new Set(one.attachments.map(({ sha256 }) => sha256));
  // All that is attached to an attached mail is attached to the mail that holds it, too.
  const isWithin = other.attachments.every(({ sha256 }) => known.has(sha256));
  return {
    ...one,
    text: cleanText(`${one.text}\n\n${other.text}`),
    ...(isWithin
      ? {}
      : {
          attachments: [...one.attachments, ...other.attachments],
          documents: [...one.documents, ...other.documents],
          forms: [...one.forms, ...other.forms],
          problems: [...one.problems, ...other.problems],
        }),
  };
}

function noted({ free, fields }: ReadText): ReadText {
  return { free: { ...free, problems: [...free.problems, NAMES_NO_CUSTOMER] }, fields };
}
