import { extractDeal } from '../../../domain/deal/extract-deal.ts';
import type { TextContext } from '../../../domain/reading/finding.ts';
import { foldWord } from '../../../domain/reading/plain.ts';
import { type FreeText, fieldsOf, type ReadFields } from './free-text.ts';
import type { Several } from './mail.ts';

/** A text with the fields that were read in it. Plain JSON. */
export interface ReadText {
  free: FreeText;
  fields: ReadFields;
}

/** The texts of one mail or document, each a registration; the first is that of the mail where it names a customer itself. */
export type ReadTexts = [ReadText, ...ReadText[]];

/**
 * Reads a text. Of a mail to which several mails are attached each one that names a customer of its own is a registration, and so is the
 * mail itself where it names one; otherwise the mail is one registration, and what is attached belongs to it.
 */
export function readTexts(free: FreeText, several: Several | undefined, context: TextContext): ReadTexts {
  const read = (one: FreeText): ReadText => {
    const { subject, writtenOn } = one;
    const around = { ...context, subject, writtenOn: writtenOn ?? context.writtenOn };
    return { free: one, fields: fieldsOf(one, around, extractDeal) };
  };
  if (several) {
    const found = new Map<string, ReadText>();
    for (const one of [several.own, ...several.mails].map(read)) {
      const customer = foldWord(one.fields.fields.customer_name ?? '').trim();
      if (customer !== '' && !found.has(customer)) found.set(customer, one);
    }
    const [first, ...more] = found.values();
    if (first && more.length > 0) return [first, ...more];
  }
  return [read(free)];
}
