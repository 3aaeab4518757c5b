import type { TextOwner } from '../mail/owner.ts';
import { freeTextPart } from './free-text-part.ts';
import { withOwner } from './mail-partner.ts';
import { rowOfMail } from './mail-rows.ts';
import type { DealPart } from './part.ts';
import type { ReadTexts } from './several-mails.ts';

/** A text that was read, with the rows of what is attached to it. */
export interface TextWithRows {
  texts: ReadTexts;
  owner: TextOwner;
  rows: readonly DealPart[];
  body: Uint8Array;
}

/**
 * The registrations of a text: its own, those of mails that are attached to it, and one a row of its tables. Beside a table the words are a registration only where they name a
 * customer themselves.
 * @param token keyed hash, see Vault
 */
export function mailParts(
  { texts, owner, rows, body }: TextWithRows,
  now: Date,
  token: (text: string) => string,
): DealPart[] {
  const [{ free, fields }] = texts;
  const ofRows = rows.map((row) => rowOfMail(row, free, owner, token));
  if (rows.length > 0 && fields.fields.customer_name === null) return ofRows;
  const ofTexts = texts.map((one) =>
    freeTextPart(withOwner(one.free, owner), one.fields, owner.partnerId, now, token, body),
  );
  return [...ofTexts, ...ofRows];
}
