import type { Money } from '../money.ts';

export type DocumentKind = 'letter_of_intent' | 'nda' | 'proof_of_execution' | 'other';

/** Why the text of a document could not be read. */
export const DOCUMENT_PROBLEMS = ['broken', 'encrypted', 'too_large', 'too_slow', 'unsupported'] as const;
export type DocumentProblem = (typeof DOCUMENT_PROBLEMS)[number];

/** What a document says of itself; what it does not say is null. Companies only: names of people are left out. */
export interface DocumentTerms {
  parties: string[];
  /** ISO date of the document or from which it holds. */
  date: string | null;
  value: Money | null;
  /** How long it binds, in months. */
  term_months: number | null;
  /** As written: `Germany`, `the State of New York`. */
  governing_law: string | null;
  /** A signature line is filled in; whether the signature is genuine nobody can see in a text. */
  signed: boolean;
}

/** A document that came with a registration, as far as its text was read. A proposal for a reviewer like all free text. */
export interface ReceivedDocument {
  name: string;
  sha256: string;
  kind: DocumentKind;
  terms: DocumentTerms;
  /** Terms that a document of this kind needs and this one lacks, by name. */
  missing: string[];
}
