import type { DealFields } from '../deal/registration.ts';
import type { ReadingCode } from './titles.ts';

export type FieldName = keyof DealFields;

/** What a text itself does not say but what its words hang on. */
export interface TextContext {
  /** ISO date of the document (a mail's Date line, else its arrival): anchors `next month`. null: nothing relative is read. */
  writtenOn: string | null;
  /** BCP 47 of the partner, e.g. `de` or `en-US`: says which of 03/04 is the month. null: not known, so never guessed. */
  locale: string | null;
  /** Host names of the partner and of ourselves: an address there is never the customer's contact. */
  ownDomains: readonly string[];
  /** Addresses that are never the customer's contact, such as the sender's at a free-mail provider. */
  ownAddresses: readonly string[];
  /** Names of the partner and of ourselves: never the customer. */
  ownNames?: readonly string[];
  /** A mail's subject line; null where there is none. */
  subject: string | null;
}

/** No registration is longer: of a longer text its beginning is read. */
export const MOST_TEXT = 200_000;

/** More places of one kind than these are not looked at: a text that holds them is no registration. */
export const MOST_FOUND = 500;

/** Nothing known beside the text. */
export const NO_CONTEXT: TextContext = {
  writtenOn: null,
  locale: null,
  ownDomains: [],
  ownAddresses: [],
  subject: null,
};

/** Where a field was read: offsets of its first and behind its last character in `where`, and the rule that read it. */
export interface FieldSource {
  where: 'text' | 'subject' | 'attachment';
  /** Name of the attachment. */
  file?: string;
  /** 1 for the first line. */
  line: number;
  start: number;
  end: number;
  /** `label`, `prose`, `only_address` … */
  rule: string;
}

/** What could not be read without guessing, or was read by a convention that a reviewer should know. */
export interface ReadingFinding {
  /** Stable, snake_case. */
  code: ReadingCode;
  field: FieldName;
  /** One plain sentence without any of the text's values. */
  title: string;
}

/** The six fields that a text states, where each came from, and what stayed open. */
export interface TextReading {
  fields: DealFields;
  sources: Partial<Record<FieldName, FieldSource>>;
  findings: ReadingFinding[];
}

/** One candidate for a field; `value` null: something stands there that cannot be read without guessing, and `code` says why. */
export interface Candidate<T> {
  value: T | null;
  start: number;
  end: number;
  rule: string;
  code?: ReadingCode;
}
