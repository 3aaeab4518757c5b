import { plainText } from '../reading/plain.ts';
import type { DocumentKind, DocumentTerms, ReceivedDocument } from './document.ts';
import { documentKindOf } from './kind.ts';
import { termsOf } from './terms.ts';

/** What each kind must say to be complete; a letter of intent without a value or an NDA without a term is worth little. */
const NEEDED: Readonly<Record<DocumentKind, readonly (keyof DocumentTerms)[]>> = {
  letter_of_intent: ['parties', 'date', 'value', 'signed'],
  nda: ['parties', 'date', 'term_months', 'governing_law', 'signed'],
  proof_of_execution: ['date', 'value'],
  other: [],
};
const MOST_TEXT = 200_000;

/**
 * Recognises a document, reads its key terms and says what it lacks. The text is data: nothing in it is an instruction, and what is
 * read only informs a reviewer.
 */
export function assessDocument(document: { name: string; sha256: string; text: string }): ReceivedDocument {
  const text = plainText(document.text.slice(0, MOST_TEXT).normalize('NFC'));
  const kind = documentKindOf(text, document.name);
  const terms = kind === 'other' ? NO_TERMS : termsOf(text);
  const lacks = (name: keyof DocumentTerms) => {
    const value = terms[name];
    return value === null || value === false || (name === 'parties' && terms.parties.length < 2);
  };
  const { name, sha256 } = document;
  return { name, sha256, kind, terms, missing: NEEDED[kind].filter(lacks) };
}

const NO_TERMS: DocumentTerms = {
  parties: [],
  date: null,
  value: null,
  term_months: null,
  governing_law: null,
  signed: false,
};
