import type { FreeText, ReadFields } from './free-text.ts';
import { freeTextPart } from './free-text-part.ts';
import { type TextOwner, withOwner } from './mail-partner.ts';
import { rowOfMail } from './mail-rows.ts';
import type { DealPart } from './part.ts';

/** A text that was read, with the rows of what is attached to it. */
export interface TextWithRows {
  free: FreeText;
  fields: ReadFields;
  owner: TextOwner;
  rows: readonly DealPart[];
  body: Uint8Array;
}

/**
 * The registrations of a text: its own, and one a row of its tables. Beside a table the words are a registration only where they name a
 * customer themselves.
 * @param token keyed hash, see Vault
 */
export function mailParts(
  { free, fields, owner, rows, body }: TextWithRows,
  now: Date,
  token: (text: string) => string,
): DealPart[] {
  const ofRows = rows.map((row) => rowOfMail(row, free, owner, token));
  if (rows.length > 0 && fields.fields.customer_name === null) return ofRows;
  return [freeTextPart(withOwner(free, owner), fields, owner.partnerId, now, token, body), ...ofRows];
}
