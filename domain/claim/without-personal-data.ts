import type { DocumentReading, ReadValue } from '../documents/document-reading.ts';
import type { StatedClaim } from './stated-claim.ts';

/** What is stated, as evidence holds it: persons by their tokens, without notes and names of files. @param token keyed hash */
export function claimInEvidence(claim: StatedClaim, token: (text: string) => string): StatedClaim {
  return {
    ...claim,
    notes: null,
    persons: claim.persons.map((one) => ({ ...one, person: token(one.person) })),
    documents: claim.documents.map((one) => ({ ...one, name: null })),
  };
}

/** A reading as evidence holds it: bank accounts by their tokens, without the name of the file. */
export function readingInEvidence(
  reading: DocumentReading,
  token: (text: string) => string,
): DocumentReading {
  const { iban } = reading.fields;
  const hidden: ReadValue | null = iban && { ...iban, value: token(iban.value), text: '' };
  return { ...reading, name: '', fields: { ...reading.fields, iban: hidden } };
}
